import { tracks } from '../truth/expected-words.js';
import type { ObservedCall } from './call-evidence.js';

/** The ledger counts microseconds and reports milliseconds. A smaller difference is rounding. */
const ROUNDING_MS = 0.01;

/** Checks for each track that received = transcribed + gaps, and that the listed gaps add up to the gap total. */
export function checkLedger({ ledger }: Pick<ObservedCall, 'ledger'>): string[] {
  return tracks.flatMap((track) => {
    const row = ledger.find((candidate) => candidate.track === track);
    if (row === undefined) return [`track ${track}: no ledger`];
    const { receivedMs, transcribedMs, gapMs, gaps } = row;
    const accountedMs = transcribedMs + gapMs;
    const listedMs = gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    return [
      ...(Math.abs(accountedMs - receivedMs) > ROUNDING_MS
        ? [`track ${track}: ${accountedMs} ms accounted for of ${receivedMs} ms`]
        : []),
      ...(Math.abs(listedMs - gapMs) > ROUNDING_MS * (gaps.length + 1)
        ? [`track ${track}: the listed gaps add up to ${listedMs} ms, the total is ${gapMs} ms`]
        : []),
    ];
  });
}
