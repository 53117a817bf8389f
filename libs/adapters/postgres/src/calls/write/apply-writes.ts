import type { CallId } from '@earshot/contracts';
import type { CallWrite, CompletedCall, RowChange } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import type { CallRow } from './call-row.js';
import { completeCalls } from './complete-calls.js';
import { foldWrites, type FoldedWrites, type WriteOf } from './fold-writes.js';
import { mergeCallRow } from './merge-call-row.js';
import {
  insertMatches,
  insertMissingCalls,
  lockCalls,
  uniteSpans,
  updateCalls,
  upsertSegments,
  upsertStreams,
} from './statements.js';

/** One transaction: every row of the batch, the versions they give, and the calls that became complete by it. */
export async function applyWrites(
  client: SqlClient,
  writes: readonly CallWrite[],
  nowMs: number,
): Promise<{ changes: RowChange[]; completed: CompletedCall[] }> {
  const folded = foldWrites(writes);
  const before = await lockOrInsert(client, folded, nowMs);
  const changes = await upsertSegments(client, folded.segments);
  const newMatches = await insertMatches(client, folded.matches);
  const moved = new Set<CallId>();
  for (const { callId } of await upsertStreams(client, folded.progress, nowMs)) moved.add(callId);
  for (const { callId } of await uniteSpans(client, folded.spans)) moved.add(callId);
  const merged = before.map((row) =>
    mergeCallRow(row, folded.byCall.get(row.id) ?? [], {
      newMatches: newMatches.filter(({ callId }) => callId === row.id),
      progress: folded.progress.get(row.id) ?? null,
      nowMs,
    }),
  );
  const { rows, completed } = await completeCalls(client, merged, givenUpIn(writes), nowMs);
  const changed: CallRow[] = [];
  for (const [index, row] of rows.entries()) {
    const isChanged = row !== before[index] || moved.has(row.id) || row.version === 0;
    const next = isChanged ? { ...row, version: row.version + 1 } : row;
    if (isChanged) changed.push(next);
    // A batch of segments alone says nothing new about the call.
    if (isChanged || (folded.byCall.get(row.id) ?? []).length > 0) {
      changes.push({ kind: 'call', callId: row.id, id: row.id, version: next.version });
    }
  }
  if (changed.length > 0) await updateCalls(client, changed, nowMs);
  return { changes, completed };
}

async function lockOrInsert(client: SqlClient, { callIds, byCall }: FoldedWrites, nowMs: number): Promise<CallRow[]> {
  const rows = await lockCalls(client, callIds);
  if (rows.length === callIds.length) return rows;
  const known = new Set(rows.map(({ id }) => id));
  const missing = callIds.filter((id) => !known.has(id));
  await insertMissingCalls(
    client,
    missing.map((id) => ({ id, atMs: byCall.get(id)?.[0]?.atMs ?? nowMs })),
  );
  return lockCalls(client, callIds);
}

const givenUpIn = (writes: readonly CallWrite[]): ReadonlyMap<CallId, WriteOf<'force-complete'>> =>
  new Map(writes.flatMap((write) => (write.kind === 'force-complete' ? [[write.callId, write] as const] : [])));
