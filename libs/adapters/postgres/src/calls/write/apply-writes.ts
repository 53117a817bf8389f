import type { CallId } from '@earshot/contracts';
import type { AppliedWrites, CallWrite, NotificationTarget } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import { storeAgents } from '../agents/agent-statements.js';
import { isHidden, type CallRow } from './call-row.js';
import { completeCalls } from './complete-calls.js';
import { findErased } from '../../lifecycle/find-erased.js';
import { correctRoles, withCorrectedRoles } from '../participants/correct-roles.js';
import type { ParticipantRow } from '../participants/participant-row.js';
import { updateParticipants, upsertAssignments } from '../participants/participant-statements.js';
import { addNotifications } from '../../notifications/add-notifications.js';
import { addHiddenSpans } from '../hidden-audio/hidden-span-rows.js';
import { refuseDoubledFinals } from './doubled-finals.js';
import { storeFacts } from '../facts/fact-statements.js';
import { groupWrites, type GroupedWrites } from './group-writes.js';
import { mergeCallRow } from './merge-call-row.js';
import {
  insertMatches,
  insertMissingCalls,
  lockCalls,
  addLedgerSpans,
  updateCalls,
  upsertSilences,
  upsertStreams,
} from './call-statements.js';
import { insertPauseChanges } from './pause-statements.js';
import { upsertSegments } from './segment-statements.js';
import { findNotableFacts } from './find-notable-facts.js';
import type { WriteOf } from './write-of.js';

export interface ApplyOptions {
  readonly nowMs: number;
  /** Who is told of the facts. */
  readonly targets: readonly NotificationTarget[];
}

/**
 * Applies a batch of writes in the transaction of `client`. Returns the changed rows with their versions, the calls
 * that are complete now, and how many finals were refused.
 */
export async function applyWrites(
  client: SqlClient,
  writes: readonly CallWrite[],
  options: ApplyOptions,
): Promise<AppliedWrites> {
  const grouped = groupWrites(writes);
  const { rows: before, erased } = await lockOrInsert(client, grouped, options.nowMs);
  if (erased.size > 0) return applyWithout(client, writes, erased, options);
  const participants = await updateParticipants(client, grouped.participants);
  const corrected = await correctRoles(client, before, participants);
  return applyFacts(client, writes, { before, corrected, participants }, options);
}

interface LockedCalls {
  readonly before: readonly CallRow[];
  /** The rows with the roles that decisions corrected. */
  readonly corrected: readonly CallRow[];
  /** The participants that changed. */
  readonly participants: readonly ParticipantRow[];
}

/** Applies everything but the facts about participants. */
async function applyFacts(
  client: SqlClient,
  writes: readonly CallWrite[],
  { before, corrected, participants }: LockedCalls,
  { nowMs, targets }: ApplyOptions,
): Promise<AppliedWrites> {
  const byId = new Map(corrected.map((row) => [row.id, row]));
  const grouped = groupWrites(writes.map((write) => withCorrectedRoles(write, byId.get(write.callId))));
  const { kept, doubled } = await refuseDoubledFinals(client, grouped.segments);
  const changes = await upsertSegments(client, kept);
  const newMatches = await insertMatches(client, grouped.matches);
  const facts = await storeFacts(client, writes.filter(isFactWrite), corrected);
  const changedElsewhere = new Set([
    ...(await updateRelatedRows(client, grouped, nowMs)),
    ...participants.map(({ callId }) => callId),
    ...[...facts].flatMap(([callId, { isChanged }]) => (isChanged ? [callId] : [])),
  ]);
  const merged = corrected.map((row) =>
    mergeCallRow(row, grouped.byCall.get(row.id) ?? [], {
      newMatches: newMatches.filter(({ callId }) => callId === row.id),
      progress: grouped.progress.get(row.id) ?? null,
      facts: facts.get(row.id) ?? null,
      nowMs,
    }),
  );
  const { rows, completed } = await completeCalls(client, merged, findForceCompletions(writes), nowMs);
  const changed: CallRow[] = [];
  for (const [index, row] of rows.entries()) {
    const isChanged = row !== before[index] || changedElsewhere.has(row.id) || row.version === 0;
    const next = isChanged ? { ...row, version: row.version + 1 } : row;
    if (isChanged) changed.push(next);
    // Segments alone do not change the call's own row.
    if (isChanged || (grouped.byCall.get(row.id) ?? []).length > 0) {
      changes.push({ kind: 'call', callId: row.id, id: row.id, version: next.version });
    }
  }
  if (changed.length > 0) await updateCalls(client, changed, nowMs);
  await storeAgents(client, findNewAgents(before, changed));
  await addNotifications(client, findNotableFacts({ before, rows, newMatches, completed }, nowMs), targets, nowMs);
  return { changes, completed, doubledFinals: doubled.length, droppedFacts: 0 };
}

export const nothingApplied: AppliedWrites = { changes: [], completed: [], doubledFinals: 0, droppedFacts: 0 };

/** Drops the writes of erased calls. */
async function applyWithout(
  client: SqlClient,
  writes: readonly CallWrite[],
  erased: ReadonlySet<CallId>,
  options: ApplyOptions,
): Promise<AppliedWrites> {
  const kept = writes.filter(({ callId }) => !erased.has(callId));
  const applied = kept.length === 0 ? nothingApplied : await applyWrites(client, kept, options);
  return { ...applied, droppedFacts: applied.droppedFacts + writes.length - kept.length };
}

/** Writes the stream, ledger, hidden spans and assignments of each call. Returns the calls that changed. */
async function updateRelatedRows(
  client: SqlClient,
  { progress, silences, pauses, spans, hidden, assignments }: GroupedWrites,
  nowMs: number,
): Promise<Set<CallId>> {
  const changed = [
    ...(await upsertStreams(client, progress, nowMs)),
    ...(await upsertSilences(client, silences, nowMs)),
    ...(await insertPauseChanges(client, pauses)),
    ...(await addLedgerSpans(client, spans)),
    ...(await addHiddenSpans(client, hidden)),
    ...(await upsertAssignments(client, assignments)),
  ];
  return new Set(changed.map(({ callId }) => callId));
}

/** Locks the rows of all calls. If some calls are erased, it returns them and nothing else. */
async function lockOrInsert(
  client: SqlClient,
  { callIds, byCall }: GroupedWrites,
  nowMs: number,
): Promise<{ rows: CallRow[]; erased: ReadonlySet<CallId> }> {
  const rows = await lockCalls(client, callIds);
  const hidden = rows.filter(isHidden).map(({ id }) => id);
  if (rows.length === callIds.length) return { rows, erased: new Set(hidden) };
  const known = new Set(rows.map(({ id }) => id));
  const missing = callIds.filter((id) => !known.has(id));
  const erased = new Set([...hidden, ...(await findErased(client, missing))]);
  if (erased.size > 0) return { rows: [], erased };
  await insertMissingCalls(
    client,
    missing.map((id) => ({ id, atMs: byCall.get(id)?.[0]?.atMs ?? nowMs })),
  );
  return { rows: await lockCalls(client, callIds), erased };
}

const isFactWrite = (write: CallWrite): write is WriteOf<'changed' | 'started'> =>
  write.kind === 'changed' || write.kind === 'started';

const findForceCompletions = (writes: readonly CallWrite[]): ReadonlyMap<CallId, WriteOf<'force-complete'>> =>
  new Map(writes.flatMap((write) => (write.kind === 'force-complete' ? [[write.callId, write] as const] : [])));

/** The agents of calls whose start is new. */
function findNewAgents(before: readonly CallRow[], changed: readonly CallRow[]): string[] {
  const known = new Map(before.map(({ id, agentId }) => [id, agentId]));
  return changed.flatMap(({ id, agentId }) => (agentId !== null && known.get(id) !== agentId ? [agentId] : []));
}
