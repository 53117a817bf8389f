import { expectedWords, tracks, type ExpectedWord, type Script } from '../truth/expected-words.js';
import type { ObservedCall, ObservedGap, ObservedSegment } from './call-evidence.js';

/** Compares the words of a call's finals with its script. */
export interface WordsCheck {
  /** Utterances with at least one word outside of the gaps. */
  readonly expected: number;
  /** Expected utterances with a word that is in no final. */
  readonly lost: number;
  /** Finals that repeat a word of another final, or overlap another final of their track. */
  readonly doubled: number;
  /** Finals with words that the script does not have at that place. */
  readonly wrongWords: number;
  readonly details: readonly string[];
}

/** The services count positions in samples and report milliseconds. A smaller difference is rounding. */
const ROUNDING_MS = 1.5;

/** Compares the finals of a call with the script, outside of the gaps that its ledger declares. */
export function checkWords(script: Script, call: Pick<ObservedCall, 'ledger' | 'segments'>): WordsCheck {
  const parts = tracks.map((track) => {
    const ledger = call.ledger.find((row) => row.track === track);
    const scriptWords = expectedWords(script, track, ledger?.receivedMs ?? 0);
    const finals = call.segments.filter((segment) => segment.track === track && !segment.isPartial);
    return checkTrack(track, scriptWords, ledger?.gaps ?? [], finals);
  });
  const sum = (of: (part: WordsCheck) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    expected: sum(({ expected }) => expected),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    wrongWords: sum(({ wrongWords }) => wrongWords),
    details: parts.flatMap(({ details }) => details),
  };
}

function checkTrack(
  track: number,
  scriptWords: readonly ExpectedWord[],
  gaps: readonly ObservedGap[],
  finals: readonly ObservedSegment[],
): WordsCheck {
  const { found, doubled, wrong } = matchFinals(finals, scriptWords, gaps);
  for (const { id } of findOverlapping(finals)) doubled.add(id);
  const wanted = scriptWords.filter(({ endMs }) => !isInOrNearGap(gaps, endMs));
  const missing = groupByUtterance(wanted.filter((word) => !found.has(word)));
  return {
    expected: groupByUtterance(wanted).size,
    lost: missing.size,
    doubled: doubled.size,
    wrongWords: wrong.size,
    details: [
      ...finals
        .filter(({ id }) => wrong.has(id))
        .map(
          ({ id, startMs }) =>
            `track ${track} ${id} at ${formatSeconds(startMs)}: words that the script does not have there`,
        ),
      ...[...doubled].map((id) => `track ${track} ${id}: overlaps or repeats another final`),
      ...[...missing].map(
        ([utterance, [first, ...more]]) =>
          `track ${track} utterance ${utterance}: ${1 + more.length} words lost, the first ends at ${formatSeconds(first.endMs)}`,
      ),
    ],
  };
}

interface MatchedFinals {
  /** Words of the script that a final has. */
  readonly found: ReadonlySet<ExpectedWord>;
  /** Ids of finals that repeat a word of another final. */
  readonly doubled: Set<string>;
  /** Ids of finals without words, or with words that the script does not have at that place. */
  readonly wrong: ReadonlySet<string>;
}

function matchFinals(
  finals: readonly ObservedSegment[],
  scriptWords: readonly ExpectedWord[],
  gaps: readonly ObservedGap[],
): MatchedFinals {
  const wordByEndMs = new Map(scriptWords.map((word) => [word.endMs, word]));
  const findWord = (endMs: number) =>
    [0, -1, 1].map((byMs) => wordByEndMs.get(Math.round(endMs) + byMs)).find((word) => word !== undefined);
  const found = new Set<ExpectedWord>();
  const doubled = new Set<string>();
  const wrong = new Set(finals.filter(({ words }) => words.length === 0).map(({ id }) => id));
  for (const { id, words } of finals) {
    for (const { text, endMs } of words) {
      const word = findWord(endMs);
      if (word === undefined || word.text !== text || isInsideGap(gaps, endMs)) wrong.add(id);
      else if (found.has(word)) doubled.add(id);
      else found.add(word);
    }
  }
  return { found, doubled, wrong };
}

function groupByUtterance(words: readonly ExpectedWord[]): Map<number, [ExpectedWord, ...ExpectedWord[]]> {
  const groups = new Map<number, [ExpectedWord, ...ExpectedWord[]]>();
  for (const word of words) {
    const group = groups.get(word.utterance);
    if (group === undefined) groups.set(word.utterance, [word]);
    else group.push(word);
  }
  return groups;
}

/** The engine emits a word at its end, so a word that ends where a gap begins was transcribed. */
const isInsideGap = (gaps: readonly ObservedGap[], endMs: number) =>
  gaps.some(({ fromMs, toMs }) => endMs > fromMs + ROUNDING_MS && endMs < toMs - ROUNDING_MS);

const isInOrNearGap = (gaps: readonly ObservedGap[], endMs: number) =>
  gaps.some(({ fromMs, toMs }) => endMs > fromMs - ROUNDING_MS && endMs <= toMs + ROUNDING_MS);

/** Finals that begin before the previous one ended. */
function findOverlapping(finals: readonly ObservedSegment[]): ObservedSegment[] {
  const sorted = [...finals].sort((a, b) => a.startMs - b.startMs);
  return sorted.filter(({ startMs }, at) => startMs < (sorted[at - 1]?.endMs ?? 0) - ROUNDING_MS);
}

const formatSeconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
