import type { Channel } from '@earshot/contracts';
import { TrackLedger, sampleToUs } from '@earshot/domain';
import type { LedgerKind } from './ledger-span.entity.js';
import { parseMultirange } from './multirange.js';

/** A row of `ledger_spans`. */
export interface LedgerRow {
  readonly channel: Channel;
  readonly kind: LedgerKind;
  readonly reason: string;
  readonly spans: string;
}

/** The audio that the ledgers account for. */
export interface StoredPosition {
  readonly sampleRateHz: number;
  readonly channels: readonly Channel[];
  readonly positionSample: number;
}

/** Builds the ledger of each channel that has audio or spans, the customer's first. `stream` is null before any audio. */
export function restoreLedgers(
  stream: StoredPosition | null,
  rows: readonly LedgerRow[],
): ReadonlyMap<Channel, TrackLedger> {
  const ledgers = new Map<Channel, TrackLedger>();
  for (const channel of ['CUSTOMER', 'AGENT'] as const) {
    const own = rows.filter((row) => row.channel === channel);
    const isInStream = stream?.channels.includes(channel) ?? false;
    if (own.length > 0 || isInStream) ledgers.set(channel, restore(isInStream ? stream : null, own));
  }
  return ledgers;
}

function restore(stream: StoredPosition | null, rows: readonly LedgerRow[]): TrackLedger {
  const ledger = new TrackLedger();
  if (stream) ledger.addReceived(sampleToUs(stream.positionSample, stream.sampleRateHz));
  for (const { kind, reason, spans } of rows) {
    for (const span of parseMultirange(spans).spans) {
      if (kind === 'COVERED') ledger.addCovered(span);
      else if (kind === 'PAUSED') ledger.addPaused(span);
      else if (kind === 'AUDIO_GAP') ledger.addAudioGap(span, reason);
      else ledger.addTranscriptGap(span, reason);
    }
  }
  return ledger;
}
