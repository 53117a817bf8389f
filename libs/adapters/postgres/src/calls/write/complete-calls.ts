import type { CallId, Channel } from '@earshot/contracts';
import { addsUp, msOfUs, SpanSet, statusOf, UNDECLARED_REASON } from '@earshot/domain';
import type { CompletedCall } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import { restoreLedgers } from '../ledger/restore-ledger.js';
import type { CallRow } from './call-row.js';
import type { SpanRow, WriteOf } from './fold-writes.js';
import { withProblem } from './merge-call-row.js';
import { readAccounts, uniteSpans, type StoredStream } from './statements.js';

/** Calls whose pieces are all in get their status, and their ledger is settled, in the transaction that brought the last piece. */
export async function completeCalls(
  client: SqlClient,
  rows: readonly CallRow[],
  givenUp: ReadonlyMap<CallId, WriteOf<'force-complete'>>,
  nowMs: number,
): Promise<{ rows: CallRow[]; completed: CompletedCall[] }> {
  const mayComplete = (row: CallRow) => statusOf(row.status, row) !== row.status || givenUp.has(row.id);
  const ready = rows.filter((row) => row.status === 'LIVE' && mayComplete(row));
  if (ready.length === 0) return { rows: [...rows], completed: [] };
  const accounts = await readAccounts(
    client,
    ready.map(({ id }) => id),
  );
  const completed: CompletedCall[] = [];
  const settled: SpanRow[] = [];
  const done = new Map<CallId, CallRow>();
  for (const row of ready) {
    const stream = accounts.streams.find(({ callId }) => callId === row.id) ?? null;
    const whole = withGivenUp(row, stream, givenUp.get(row.id), nowMs);
    const status = statusOf(whole.status, whole);
    const settling = settle(
      row.id,
      restoreLedgers(
        stream,
        accounts.spans.filter(({ callId }) => callId === row.id),
      ),
    );
    settled.push(...settling.rows);
    completed.push({ callId: row.id, status, undeclaredGapMs: settling.addedMs, addsUp: settling.addsUp });
    done.set(row.id, { ...whole, status });
  }
  await uniteSpans(client, settled);
  return { rows: rows.map((row) => done.get(row.id) ?? row), completed };
}

/** What never came is taken as it is: the call ends where its audio did. */
function withGivenUp(
  row: CallRow,
  stream: StoredStream | null,
  write: WriteOf<'force-complete'> | undefined,
  nowMs: number,
): CallRow {
  if (write === undefined) return row;
  const problems = withProblem(row.problems, { ...write.data, atMs: Math.round(write.atMs) });
  const whole = { ...row, problems, audioDone: true, transcriptDone: true };
  if (row.endReason !== null) return whole;
  return {
    ...whole,
    endReason: 'INTERRUPTED',
    endedAtMs: Math.max(row.startedAtMs, stream?.lastAudioAtMs ?? Math.round(write.atMs)),
    endKnownAtMs: nowMs,
    durationMs: stream ? (stream.positionSample / stream.sampleRateHz) * 1_000 : row.durationMs,
  };
}

function settle(callId: CallId, ledgers: ReturnType<typeof restoreLedgers>) {
  const rows: SpanRow[] = [];
  let addedUs = 0;
  let all = true;
  for (const [channel, ledger] of ledgers) {
    const spans = new SpanSet(ledger.settle());
    if (!spans.isEmpty) rows.push(undeclared(callId, channel, spans));
    addedUs += spans.total();
    all &&= addsUp(ledger.balance());
  }
  return { rows, addedMs: msOfUs(addedUs), addsUp: all };
}

const undeclared = (callId: CallId, channel: Channel, spans: SpanSet): SpanRow => ({
  callId,
  channel,
  kind: 'TRANSCRIPT_GAP',
  reason: UNDECLARED_REASON,
  spans,
});
