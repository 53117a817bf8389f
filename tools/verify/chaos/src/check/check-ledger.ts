import { channels } from '@earshot/contracts';
import type { ObservedCall } from './call-evidence.js';

/** The ledger counts microseconds and reports milliseconds. A smaller difference is rounding. */
const ROUNDING_MS = 0.01;

/** Checks for each channel that received = transcribed + gaps, and that the listed gaps add up to the gap total. */
export function checkLedger({ ledger }: Pick<ObservedCall, 'ledger'>): string[] {
  return channels.flatMap((channel) => {
    const row = ledger.find((candidate) => candidate.channel === channel);
    if (row === undefined) return [`${channel}: no ledger`];
    const { receivedMs, transcribedMs, gapMs, gaps } = row;
    const accountedMs = transcribedMs + gapMs;
    const listedMs = gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    return [
      ...(Math.abs(accountedMs - receivedMs) > ROUNDING_MS
        ? [`${channel}: ${accountedMs} ms accounted for of ${receivedMs} ms`]
        : []),
      ...(Math.abs(listedMs - gapMs) > ROUNDING_MS * (gaps.length + 1)
        ? [`${channel}: the listed gaps add up to ${listedMs} ms, the total is ${gapMs} ms`]
        : []),
    ];
  });
}
