import type { ManagerContext } from '../audit/managed-change.js';

/** A request of a SCIM client who may manage. */
export interface ScimTurn extends ManagerContext {
  /** The id in the path; empty if the path has none. */
  readonly id: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Where SCIM is served. */
  readonly baseUrl: string;
}

const ID = /^[0-9a-z]{8}$/;

/** Whether an account or a group can have this id. */
export const isId = (id: string): boolean => ID.test(id);
