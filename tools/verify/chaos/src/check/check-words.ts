import { channels, type Channel } from '@earshot/contracts';
import { trueWords, type Script, type TrueWord } from '../truth/expected-words.js';
import type { SeenCall, SeenGap, SeenSegment } from './observed.js';

/** What came of a call's finals. */
export interface WordsCheck {
  /** Utterances of which at least one word had to come. */
  readonly expected: number;
  /** Utterances of them with a word that is in no final. */
  readonly lost: number;
  /** Finals with words that another final has too, or that lie over another final of their channel. */
  readonly doubled: number;
  /** Finals with words that the script does not have there. */
  readonly differing: number;
  readonly details: readonly string[];
}

/** Positions are counted in samples and shown in milliseconds: less than this is rounding. */
const ROUNDING_MS = 1.5;

/** Compares the finals of a call with the script, outside of what its ledger declares as gaps. */
export function checkWords(script: Script, call: Pick<SeenCall, 'ledger' | 'segments'>): WordsCheck {
  const parts = channels.map((channel) => {
    const ledger = call.ledger.find((row) => row.channel === channel);
    const truth = trueWords(script, channel, ledger?.receivedMs ?? 0);
    const finals = call.segments.filter((segment) => segment.channel === channel && !segment.isPartial);
    return checkChannel(channel, truth, ledger?.gaps ?? [], finals);
  });
  const sum = (of: (part: WordsCheck) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    expected: sum(({ expected }) => expected),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    differing: sum(({ differing }) => differing),
    details: parts.flatMap(({ details }) => details),
  };
}

function checkChannel(
  channel: Channel,
  truth: readonly TrueWord[],
  gaps: readonly SeenGap[],
  finals: readonly SeenSegment[],
): WordsCheck {
  const details: string[] = [];
  const trueByEnd = new Map(truth.map((word) => [word.endMs, word]));
  const trueAt = (endMs: number) =>
    [0, -1, 1].map((by) => trueByEnd.get(Math.round(endMs) + by)).find((word) => word !== undefined);
  const saidIn = new Map<TrueWord, string>();
  const doubled = new Set<string>();
  const differing = new Set<string>();
  for (const { id, startMs, words } of finals) {
    if (words.length === 0) differing.add(id);
    for (const { text, endMs } of words) {
      const word = trueAt(endMs);
      if (word === undefined || word.text !== text || isInside(gaps, endMs)) differing.add(id);
      else if (saidIn.has(word)) doubled.add(id);
      else saidIn.set(word, id);
    }
    if (differing.has(id))
      details.push(`${channel} ${id} at ${seconds(startMs)}: words that the script does not have there`);
  }
  for (const { id } of overlapping(finals)) doubled.add(id);
  for (const id of doubled) details.push(`${channel} ${id}: the same time or words in another final`);
  const wanted = truth.filter(({ endMs }) => !isInOrNear(gaps, endMs));
  const missing = wanted.filter((word) => !saidIn.has(word));
  const lost = new Set(missing.map(({ utterance }) => utterance));
  for (const utterance of lost) {
    const ends = missing.filter((word) => word.utterance === utterance).map(({ endMs }) => endMs);
    details.push(
      `${channel} utterance ${utterance}: ${ends.length} words lost, the first ends at ${seconds(ends[0] ?? 0)}`,
    );
  }
  const expected = new Set(wanted.map(({ utterance }) => utterance)).size;
  return { expected, lost: lost.size, doubled: doubled.size, differing: differing.size, details };
}

/** A word belongs to the audio of its end, so one that ends where a gap begins was heard. */
const isInside = (gaps: readonly SeenGap[], endMs: number) =>
  gaps.some(({ fromMs, toMs }) => endMs > fromMs + ROUNDING_MS && endMs < toMs - ROUNDING_MS);

const isInOrNear = (gaps: readonly SeenGap[], endMs: number) =>
  gaps.some(({ fromMs, toMs }) => endMs > fromMs - ROUNDING_MS && endMs <= toMs + ROUNDING_MS);

/** Finals that begin before the one before them ended. */
function overlapping(finals: readonly SeenSegment[]): SeenSegment[] {
  const sorted = [...finals].sort((a, b) => a.startMs - b.startMs);
  return sorted.filter(({ startMs }, at) => startMs < (sorted[at - 1]?.endMs ?? 0) - ROUNDING_MS);
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
