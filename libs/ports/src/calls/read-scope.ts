import type { RowScope, ScopedCall } from '@earshot/domain';

/** Where a call belongs: with the teams of its agent, it decides who may reach it. It stays as it is once the call's start is stored. */
export type CallPlacement = Omit<ScopedCall, 'agentTeams'>;

/**
 * Every call of every tenant, and calls whose start is not stored yet. For services that show nothing, and for deliveries
 * that check each row against the scope of each reader.
 */
export const EVERY_ROW = Symbol('EVERY_ROW');

/** The calls that a read may reach. */
export type ReadScope = RowScope | typeof EVERY_ROW;
