import { createHash } from 'node:crypto';
import { rowScopeKey, type RowScope } from '@earshot/domain';
import { EVERY_ROW, type ReadScope } from '@earshot/ports';
import type { Database } from '../../database.js';

/** The rows that a scope reaches now: its teams are replaced by their agents. */
export interface ReachedRows {
  readonly tenant: string;
  /** Null: the calls of every agent and every queue. */
  readonly only: { readonly agentIds: readonly string[]; readonly queues: readonly string[] } | null;
}

/** A short name for the scope in a cursor. */
export const scopeName = (scope: ReadScope): string =>
  scope === EVERY_ROW ? 'every row' : createHash('sha256').update(rowScopeKey(scope)).digest('base64url').slice(0, 16);

/** Takes the value of a parameter and returns its placeholder. */
export interface ParameterSink {
  add(value: unknown): string;
}

/** Reads who is in the teams of the scope. Each read asks anew, so that an agent who leaves a team is out of it at once. */
export async function findReachedRows(database: Database, scope: RowScope): Promise<ReachedRows>;
export async function findReachedRows(database: Database, scope: ReadScope): Promise<ReachedRows | typeof EVERY_ROW>;
export async function findReachedRows(database: Database, scope: ReadScope): Promise<ReachedRows | typeof EVERY_ROW> {
  if (scope === EVERY_ROW) return EVERY_ROW;
  const { tenant, all, agentIds, teams, queues } = scope;
  if (all) return { tenant, only: null };
  if (teams.length === 0) return { tenant, only: { agentIds, queues } };
  return { tenant, only: { agentIds: [...agentIds, ...(await findMembers(database, tenant, teams))], queues } };
}

async function findMembers(database: Database, tenant: string, teams: readonly string[]): Promise<string[]> {
  const sql = `select distinct agent_id as "agentId" from team_members where tenant = $1 and team = any($2::text[])`;
  const members = await database.read((manager) => manager.query<{ agentId: string }[]>(sql, [tenant, teams]));
  return members.map(({ agentId }) => agentId);
}

/** The conditions on a row of `calls` that is named `call`. They must agree with `isInScope`. */
export function scopeConditions(
  rows: ReachedRows | typeof EVERY_ROW,
  parameters: ParameterSink,
  call: string,
): string[] {
  if (rows === EVERY_ROW) return [];
  const { tenant, only } = rows;
  const ofTenant = `${call}.tenant = ${parameters.add(tenant)}`;
  if (only === null) return [ofTenant];
  const either = [
    ...(only.agentIds.length > 0 ? [`${call}.agent_id = any(${parameters.add(only.agentIds)}::text[])`] : []),
    ...(only.queues.length > 0 ? [`${call}.queue = any(${parameters.add(only.queues)}::text[])`] : []),
  ];
  return [ofTenant, either.length === 0 ? 'false' : `(${either.join(' or ')})`];
}

/** The condition that the call of this id is reached. `callId`: an expression. */
export function reachedCallCondition(
  rows: ReachedRows | typeof EVERY_ROW,
  parameters: ParameterSink,
  callId: string,
): string {
  const conditions = [`calls.id = ${callId}`, ...scopeConditions(rows, parameters, 'calls')];
  return `exists (select from calls where ${conditions.join(' and ')})`;
}
