import type { Channel } from '@earshot/contracts';
import type { ChannelLedger, LedgerBalance } from './channel-ledger.js';
import { msOfUs } from './span-set.js';

/** Most gaps that are listed one by one; their sum counts all. */
export const MAX_LISTED_GAPS = 1_000;

/** The ledger of a channel as people see it, milliseconds. */
export interface LedgerView {
  readonly channel: Channel;
  readonly receivedMs: number;
  readonly transcribedMs: number;
  readonly pausedMs: number;
  readonly gapMs: number;
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number; readonly reason: string }[];
}

export function toLedgerView(channel: Channel, ledger: ChannelLedger): LedgerView {
  const { received, transcribed, paused, gap, gaps } = ledger.balance();
  return {
    channel,
    receivedMs: msOfUs(received),
    transcribedMs: msOfUs(transcribed),
    pausedMs: msOfUs(paused),
    gapMs: msOfUs(gap),
    gaps: gaps
      .slice(0, MAX_LISTED_GAPS)
      .map(({ from, to, reason }) => ({ fromMs: msOfUs(from), toMs: msOfUs(to), reason })),
  };
}

/** Whether every microsecond that was received is transcribed, paused or a declared gap. */
export const addsUp = ({ received, transcribed, paused, gap }: LedgerBalance): boolean =>
  received === transcribed + paused + gap;
