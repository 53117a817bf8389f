import { CapturingMetrics } from '@earshot/testing';
import { loadavg } from 'node:os';
import { percentile, type Measurement } from './format-table.js';
import { hearTrack, readSampleCall, type TimedWords } from './heard-track.js';
import { withMoonshine } from './speech-runs.js';
import { countWordErrors, formatWordErrors, normalizeWords, sumWordErrors, type WordErrors } from './word-errors.js';

const CALLS = ['billing-dispute', 'internet-outage', 'card-payment'];
const TARGET = 'p95 ≤ 1,500 ms';

/**
 * Plays three sample calls at once, at the speed of speech, and measures how long a listener waits: from the beginning of a
 * line to its first words, from the beginning of each word to its first appearance, and from the end of a line to its final.
 * What the final changes of the last words that were shown before it is the price of showing them early.
 */
export async function benchDelays(): Promise<Measurement[]> {
  const measured = await withMoonshine({ metrics: new CapturingMetrics() }, async (engine) => {
    const firsts: number[] = [];
    const words: number[] = [];
    const finals: number[] = [];
    const changes: WordErrors[] = [];
    const calls = await Promise.all(CALLS.map((name) => readSampleCall(name, engine)));
    await Promise.all(
      calls.flatMap(({ name, lines, tracks }) =>
        tracks.map(async (samples, track) => {
          const { results } = await hearTrack(engine, { callId: name, samples, track, isRecorded: false });
          for (const line of lines.filter((each) => each.track === track)) {
            const delays = delaysOfLine(line, results);
            if (delays === null) continue;
            firsts.push(delays.firstMs);
            finals.push(delays.finalMs);
          }
          words.push(...delaysOfWords(results));
          changes.push(...changesOfPartials(results));
        }),
      ),
    );
    const [load = 0] = loadavg();
    const row = (what: string, delaysMs: readonly number[]): Measurement => ({
      name: `delays, ${engine.name}, ${CALLS.length} live calls: ${what}`,
      measured: `${formatMs(percentile(delaysMs, 0.95))} (median ${formatMs(percentile(delaysMs, 0.5))}, ${delaysMs.length} of them; load ${load.toFixed(1)})`,
      target: TARGET,
    });
    return [
      row('beginning of a line to its first words', firsts),
      row('beginning of a word, as estimated, to its first appearance', words),
      row('end of a line to its final', finals),
      {
        name: `delays, ${engine.name}, ${CALLS.length} live calls: last partial, compared with its final`,
        measured: formatWordErrors(sumWordErrors(changes)),
        target: '',
      },
    ];
  });
  return typeof measured === 'string' ? [{ name: 'delays', measured, target: '' }] : measured;
}

/** How long the first words of a line took from its beginning, and its last final from its end. Null where the engine gave none. */
export function delaysOfLine(
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  results: readonly TimedWords[],
): { readonly firstMs: number; readonly finalMs: number } | null {
  const own = results.filter(({ words }) => {
    const middleMs = (words.startMs + words.endMs) / 2;
    return middleMs >= startMs && middleMs <= endMs && words.text !== '';
  });
  const [first] = own;
  const last = own.findLast(({ words }) => words.isFinal);
  return first === undefined || last === undefined
    ? null
    : { firstMs: first.atMs - startMs, finalMs: last.atMs - endMs };
}

/** How long each word took from its estimated beginning to the first result that reached it. */
export function delaysOfWords(results: readonly TimedWords[]): number[] {
  const delaysMs: number[] = [];
  let shownAtMs: number[] = [];
  for (const { words, atMs } of results) {
    while (shownAtMs.length < words.words.length) shownAtMs.push(atMs);
    if (!words.isFinal) continue;
    delaysMs.push(...words.words.map(({ startMs }, n) => (shownAtMs[n] ?? atMs) - startMs));
    shownAtMs = [];
  }
  return delaysMs;
}

/** What separates the last partial of each final from its words. Words that only one of them reaches do not count. */
export function changesOfPartials(results: readonly TimedWords[]): WordErrors[] {
  return results.flatMap(({ words: final }, n) => {
    const partial = results[n - 1]?.words;
    if (!final.isFinal || partial === undefined || partial.isFinal) return [];
    const [shown, settled] = [normalizeWords(partial.text), normalizeWords(final.text)];
    const length = Math.min(shown.length, settled.length);
    return [countWordErrors(settled.slice(0, length), shown.slice(0, length))];
  });
}

export const formatMs = (ms: number): string => `${Math.round(ms).toLocaleString('en-US')} ms`;
