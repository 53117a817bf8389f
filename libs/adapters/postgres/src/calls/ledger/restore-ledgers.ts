import { PAUSED_REASON, TrackLedger, sampleToUs } from '@earshot/domain';
import { accountKinds, type LedgerKind } from './ledger-span.entity.js';
import { parseMultirange } from './multirange.js';

/** A row of `ledger_spans`. */
export interface LedgerRow {
  readonly track: number;
  readonly kind: LedgerKind;
  readonly reason: string;
  readonly spans: string;
}

/** The audio that the ledgers account for. */
export interface StoredPosition {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly positionSample: number;
}

/** Builds the ledger of each track that has audio or spans, in the order of the tracks. `stream` is null before any audio. */
export function restoreLedgers(
  stream: StoredPosition | null,
  rows: readonly LedgerRow[],
): ReadonlyMap<number, TrackLedger> {
  const trackCount = stream?.channelCount ?? 0;
  const accounted = rows.filter(({ kind }) => accountKinds.includes(kind));
  const tracks = new Set([...Array(trackCount).keys(), ...accounted.map(({ track }) => track)]);
  return new Map(
    [...tracks]
      .sort((a, b) => a - b)
      .map((track) => [
        track,
        restore(
          track < trackCount ? stream : null,
          rows.filter((row) => row.track === track),
        ),
      ]),
  );
}

function restore(stream: StoredPosition | null, rows: readonly LedgerRow[]): TrackLedger {
  const ledger = new TrackLedger();
  if (stream) ledger.addReceived(sampleToUs(stream.positionSample, stream.sampleRateHz));
  for (const { kind, reason, spans } of rows) {
    for (const span of parseMultirange(spans).spans) {
      if (reason === PAUSED_REASON) ledger.addPaused(span);
      else if (kind === 'COVERED') ledger.addCovered(span);
      else if (kind === 'AUDIO_GAP') ledger.addAudioGap(span, reason);
      else if (kind === 'TRANSCRIPT_GAP') ledger.addTranscriptGap(span, reason);
    }
  }
  return ledger;
}
