import type { CallId } from '@earshot/contracts';
import { addsUp, usToMs, SpanSet, statusOf, UNDECLARED_REASON } from '@earshot/domain';
import type { CompletedCall } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import { restoreLedgers } from '../ledger/restore-ledgers.js';
import type { CallRow } from './call-row.js';
import type { SpanRow } from './group-writes.js';
import type { WriteOf } from './write-of.js';
import { addProblem } from './merge-call-row.js';
import { readLedgerRows, addLedgerSpans, type StoredStream } from './call-statements.js';

/**
 * Completes the calls that have everything they wait for, and those that are force-completed: sets their status and
 * declares the spans that nothing accounts for as gaps, in the transaction of the last write.
 */
export async function completeCalls(
  client: SqlClient,
  rows: readonly CallRow[],
  forced: ReadonlyMap<CallId, WriteOf<'force-complete'>>,
  nowMs: number,
): Promise<{ rows: CallRow[]; completed: CompletedCall[] }> {
  const isComplete = (row: CallRow) => statusOf(row.status, row) !== row.status || forced.has(row.id);
  const ready = rows.filter((row) => row.status === 'LIVE' && isComplete(row));
  if (ready.length === 0) return { rows: [...rows], completed: [] };
  const stored = await readLedgerRows(
    client,
    ready.map(({ id }) => id),
  );
  const completed: CompletedCall[] = [];
  const gaps: SpanRow[] = [];
  const completedRows = new Map<CallId, CallRow>();
  for (const row of ready) {
    const stream = stored.streams.find(({ callId }) => callId === row.id) ?? null;
    const finished = applyForceCompletion(row, stream, forced.get(row.id), nowMs);
    const status = statusOf(finished.status, finished);
    const declared = declareMissingSpans(
      row.id,
      restoreLedgers(
        stream,
        stored.spans.filter(({ callId }) => callId === row.id),
      ),
    );
    gaps.push(...declared.rows);
    completed.push({ callId: row.id, status, undeclaredGapMs: declared.addedMs, addsUp: declared.addsUp });
    completedRows.set(row.id, { ...finished, status });
  }
  await addLedgerSpans(client, gaps);
  return { rows: rows.map((row) => completedRows.get(row.id) ?? row), completed };
}

/** Completes a call whose last events never arrived. A call without an end event ends with its audio. */
function applyForceCompletion(
  row: CallRow,
  stream: StoredStream | null,
  write: WriteOf<'force-complete'> | undefined,
  nowMs: number,
): CallRow {
  if (write === undefined) return row;
  const problems = addProblem(row.problems, { ...write.data, atMs: Math.round(write.atMs) });
  const whole = { ...row, problems, audioDone: true, transcriptDone: true };
  if (row.endReason !== null) return whole;
  const lastKnownMs = stream?.lastAudioAtMs ?? Math.round(write.atMs) - (row.longestQuietMs ?? 0);
  const endedAtMs = Math.max(row.startedAtMs, lastKnownMs);
  const durationMs = stream
    ? (stream.positionSample / stream.sampleRateHz) * 1_000
    : durationWithoutAudio(row, endedAtMs);
  return { ...whole, endReason: 'INTERRUPTED', endedAtMs, endKnownAtMs: nowMs, durationMs };
}

/** Of a call that came as text, only the wall clock tells how long it was. */
const durationWithoutAudio = ({ longestQuietMs, startedAtMs, durationMs }: CallRow, endedAtMs: number): number =>
  longestQuietMs === null ? durationMs : endedAtMs - startedAtMs;

function declareMissingSpans(callId: CallId, ledgers: ReturnType<typeof restoreLedgers>) {
  const rows: SpanRow[] = [];
  let addedUs = 0;
  let allAddUp = true;
  for (const [track, ledger] of ledgers) {
    const spans = new SpanSet(ledger.declareOpenSpans());
    if (!spans.isEmpty) rows.push(toGapRow(callId, track, spans));
    addedUs += spans.total();
    allAddUp &&= addsUp(ledger.balance());
  }
  return { rows, addedMs: usToMs(addedUs), addsUp: allAddUp };
}

const toGapRow = (callId: CallId, track: number, spans: SpanSet): SpanRow => ({
  callId,
  track,
  kind: 'TRANSCRIPT_GAP',
  reason: UNDECLARED_REASON,
  spans,
});
