import { channels } from '@earshot/contracts';
import type { SeenCall } from './observed.js';

/** Microseconds are counted; this much is the cost of showing them as milliseconds. */
const ROUNDING_MS = 0.01;

/** received = transcribed + gap for each channel, and the gaps that are listed are the gaps that are summed. */
export function checkLedger({ ledger }: Pick<SeenCall, 'ledger'>): string[] {
  return channels.flatMap((channel) => {
    const row = ledger.find((one) => one.channel === channel);
    if (row === undefined) return [`${channel}: no ledger`];
    const { receivedMs, transcribedMs, gapMs, gaps } = row;
    const accountedMs = transcribedMs + gapMs;
    const listedMs = gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    return [
      ...(Math.abs(accountedMs - receivedMs) > ROUNDING_MS
        ? [`${channel}: ${accountedMs} ms accounted for of ${receivedMs} ms`]
        : []),
      ...(Math.abs(listedMs - gapMs) > ROUNDING_MS * (gaps.length + 1)
        ? [`${channel}: gaps of ${listedMs} ms listed, ${gapMs} ms summed`]
        : []),
    ];
  });
}
