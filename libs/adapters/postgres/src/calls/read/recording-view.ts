import { samplesToMs, sampleToUs, SpanSet, usToMs } from '@earshot/domain';
import type { RecordingView } from '@earshot/ports';
import type { LedgerKind } from '../ledger/ledger-span.entity.js';
import { parseMultirange } from '../ledger/multirange.js';
import type { LedgerRow, StoredPosition } from '../ledger/restore-ledgers.js';

interface RecordedPosition extends Pick<StoredPosition, 'positionSample' | 'sampleRateHz'> {
  readonly recordedSample: number;
}

/** The recording ends where its last sample is stored. */
export const toRecordingView = (position: RecordedPosition, rows: readonly LedgerRow[]): RecordingView => ({
  durationMs: samplesToMs(position.recordedSample, position.sampleRateHz),
  failures: findUnrecorded(position, rows),
});

/** The audio that could not be written. Audio that arrived after the last stored sample counts, too. */
export function findUnrecorded(
  { positionSample, recordedSample, sampleRateHz }: RecordedPosition,
  rows: readonly LedgerRow[],
): RecordingView['failures'] {
  const unrecorded = spansOfKind(rows, 'UNRECORDED');
  unrecorded.add({ from: sampleToUs(recordedSample, sampleRateHz), to: sampleToUs(positionSample, sampleRateHz) });
  return unrecorded.spans.map(({ from, to }) => ({ fromMs: usToMs(from), toMs: usToMs(to) }));
}

/** The end of the audio that arrived. A gap of all tracks at the end of the call never became audio. */
export function audioEndMs(
  { positionSample, sampleRateHz, channelCount }: StoredPosition,
  rows: readonly LedgerRow[],
): number {
  const end = sampleToUs(positionSample, sampleRateHz);
  const ends = Array.from({ length: channelCount }, (_, track) => {
    const last = spansOfKind(rows, 'AUDIO_GAP', track).spans.at(-1);
    return last !== undefined && last.to >= end ? Math.min(last.from, end) : end;
  });
  return usToMs(Math.max(0, ...ends));
}

function spansOfKind(rows: readonly LedgerRow[], wanted: LedgerKind, ofTrack = 0): SpanSet {
  const found = rows.filter(({ kind, track }) => kind === wanted && track === ofTrack);
  return new SpanSet(found.flatMap(({ spans }) => [...parseMultirange(spans).spans]));
}
