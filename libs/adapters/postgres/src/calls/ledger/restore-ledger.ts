import type { Channel } from '@earshot/contracts';
import { TrackLedger, usOfSample } from '@earshot/domain';
import type { LedgerKind } from '../../entities/ledger-span.entity.js';
import { parseMultirange } from './multirange.js';

/** One ledger row as it is stored. */
export interface StoredAccount {
  readonly channel: Channel;
  readonly kind: LedgerKind;
  readonly reason: string;
  readonly spans: string;
}

/** The stream that the ledger accounts for; null while no audio was heard of. */
export interface StoredPosition {
  readonly sampleRateHz: number;
  readonly channels: readonly Channel[];
  readonly positionSample: number;
}

/** The ledger of each channel that has one, customer first. */
export function restoreLedgers(
  stream: StoredPosition | null,
  accounts: readonly StoredAccount[],
): ReadonlyMap<Channel, TrackLedger> {
  const ledgers = new Map<Channel, TrackLedger>();
  for (const channel of ['CUSTOMER', 'AGENT'] as const) {
    const own = accounts.filter((account) => account.channel === channel);
    const isInStream = stream?.channels.includes(channel) ?? false;
    if (own.length > 0 || isInStream) ledgers.set(channel, restore(isInStream ? stream : null, own));
  }
  return ledgers;
}

function restore(stream: StoredPosition | null, accounts: readonly StoredAccount[]): TrackLedger {
  const ledger = new TrackLedger();
  if (stream) ledger.addReceived(usOfSample(stream.positionSample, stream.sampleRateHz));
  for (const { kind, reason, spans } of accounts) {
    for (const span of parseMultirange(spans).spans) {
      if (kind === 'COVERED') ledger.addCovered(span);
      else if (kind === 'PAUSED') ledger.addPaused(span);
      else if (kind === 'AUDIO_GAP') ledger.addAudioGap(span, reason);
      else ledger.addTranscriptGap(span, reason);
    }
  }
  return ledger;
}
