import { countFillerWords, type PatternText, type UtteranceWords } from './utterance-words.js';

/** Where a term was found: the indexes of its first and last word. */
export interface Occurrence {
  readonly from: number;
  readonly to: number;
}

/** Stands in a phrase for up to `LONGEST_GAP` words of the same clause. */
export const GAP = '...';
const LONGEST_GAP = 4;
/** Bounds the work for a pattern that matches everywhere. */
const MAX_PATTERN_OCCURRENCES = 20;
/** These words begin another thing, so a gap does not reach over them. */
const gapStops = new Set(['and', 'or', 'but', 'because', 'so']);

type Part = { readonly text: string; readonly isPrefix: boolean; readonly isAfterGap: boolean };

interface Phrase {
  readonly id: number;
  readonly rest: readonly Part[];
}

/** Finds many keywords, phrases and patterns in one pass over an utterance. */
export class TermIndex {
  private readonly exact = new Map<string, Phrase[]>();
  private readonly prefixes = new Map<string, Phrase[]>();
  private readonly prefixLengths = new Set<number>();
  private readonly patterns: { id: number; pattern: RegExp }[] = [];
  private count = 0;

  constructor(private readonly maxPatternTextChars: number) {}

  /** Adds a keyword or phrase: words as in an utterance, each of which may end in `*`, and gaps. Returns its id. */
  addPhrase(words: readonly string[]): number {
    const id = this.count++;
    const [first, ...rest] = readParts(words);
    if (first === undefined) return id;
    const index = first.isPrefix ? this.prefixes : this.exact;
    if (first.isPrefix) this.prefixLengths.add(first.text.length);
    index.set(first.text, [...(index.get(first.text) ?? []), { id, rest }]);
    return id;
  }

  addPattern(pattern: string): number {
    const id = this.count++;
    this.patterns.push({ id, pattern: new RegExp(pattern, 'gu') });
    return id;
  }

  /** The terms in an utterance, by id. */
  find(utterance: UtteranceWords): Map<number, Occurrence[]> {
    const found = new Map<number, Occurrence[]>();
    const add = (id: number, occurrence: Occurrence) => {
      const known = found.get(id);
      if (known === undefined) found.set(id, [occurrence]);
      else known.push(occurrence);
    };
    utterance.words.forEach((word, at) => {
      this.findPhrases(this.exact.get(word), utterance, at, add);
      for (const length of this.prefixLengths) {
        if (word.length >= length) this.findPhrases(this.prefixes.get(word.slice(0, length)), utterance, at, add);
      }
    });
    for (const { id, pattern } of this.patterns)
      for (const text of utterance.patternTexts)
        for (const occurrence of findPattern(pattern, text, this.maxPatternTextChars)) add(id, occurrence);
    return found;
  }

  private findPhrases(
    phrases: readonly Phrase[] | undefined,
    utterance: UtteranceWords,
    from: number,
    add: (id: number, occurrence: Occurrence) => void,
  ): void {
    for (const { id, rest } of phrases ?? []) {
      const to = findEnd(utterance, from, rest);
      if (to !== null && !utterance.isName.slice(from, to + 1).includes(true)) add(id, { from, to });
    }
  }
}

function readParts(words: readonly string[]): Part[] {
  const parts: Part[] = [];
  words.forEach((word, at) => {
    if (word === GAP) return;
    const isPrefix = word.endsWith('*');
    parts.push({ text: isPrefix ? word.slice(0, -1) : word, isPrefix, isAfterGap: words[at - 1] === GAP });
  });
  return parts;
}

/** The index of the phrase's last word if the phrase begins at `from`. It passes over fillers and repeated words. */
function findEnd(utterance: UtteranceWords, from: number, rest: readonly Part[]): number | null {
  let at = from;
  for (const part of rest) {
    const next = part.isAfterGap ? findAfterGap(utterance, at, part) : findNext(utterance.words, at, part);
    if (next === null) return null;
    at = next;
  }
  return at;
}

function findNext(words: readonly string[], at: number, part: Part): number | null {
  for (let next = at + 1; next < words.length;) {
    const word = words[next] ?? '';
    if (isPart(word, part)) return next;
    const passed = word === words[at] ? 1 : countFillerWords(words, next);
    if (passed === 0) return null;
    next += passed;
  }
  return null;
}

function findAfterGap({ words, endsClause }: UtteranceWords, at: number, part: Part): number | null {
  for (let next = at + 1; next <= at + LONGEST_GAP + 1 && next < words.length; next++) {
    const word = words[next] ?? '';
    if (endsClause[next - 1] === true) return null;
    if (isPart(word, part)) return next;
    if (gapStops.has(word)) return null;
  }
  return null;
}

const isPart = (word: string, { text, isPrefix }: Part): boolean => (isPrefix ? word.startsWith(text) : word === text);

function findPattern(pattern: RegExp, { text, indexes }: PatternText, maxChars: number): Occurrence[] {
  const found: Occurrence[] = [];
  for (const match of text.slice(0, maxChars).matchAll(pattern)) {
    if (found.length === MAX_PATTERN_OCCURRENCES) break;
    const indexAt = (char: number) => indexes[countSpaces(text, char)] ?? 0;
    found.push({ from: indexAt(match.index), to: indexAt(match.index + Math.max(0, match[0].trimEnd().length - 1)) });
  }
  return found;
}

const countSpaces = (text: string, end: number): number => text.slice(0, end).split(' ').length - 1;
