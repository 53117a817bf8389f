/** Longest pattern, characters. */
export const MAX_PATTERN_CHARS = 200;
/** Patterns look at this many characters of an utterance. Spoken utterances are far shorter. */
export const MAX_PATTERN_TEXT_CHARS = 2_000;
/** Most ways to try a pattern at one place of the text. */
const MAX_WAYS = 10_000;
/** The count of `*`: two of them exceed the limit. */
const UNBOUNDED_COUNT = 1_000;

/**
 * Why a pattern may not be used; null if it may. JavaScript's expressions backtrack and have no time limit. So a pattern must
 * have a bounded worst case: no repetition or choice within a repetition, no look-around, no back-reference, and at most one
 * unbounded repetition.
 */
export function checkPattern(pattern: string): string | null {
  if (pattern === '') return 'is empty';
  if (pattern.length > MAX_PATTERN_CHARS) return `is longer than ${MAX_PATTERN_CHARS} characters`;
  const bare = pattern.replace(/\\[^1-9k]/g, '_').replace(/\[(?:[^\]])*\]/g, '_');
  if (/\\[1-9k]/.test(bare)) return 'uses a back-reference';
  if (/\(\?(?!:)/.test(bare)) return 'uses a look-around or a named group';
  const cost = repetitionCost(bare);
  if (typeof cost === 'string') return cost;
  if (cost > MAX_WAYS) return 'repeats too much: use at most one of * and +, or small counts such as {0,20}';
  return compiles(pattern) ? null : 'is not a regular expression';
}

const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;

interface Group {
  alternatives: number;
  /** The group has no repetition and no choice, so repeating it stays bounded. */
  isSimple: boolean;
}

/** In how many ways the pattern can be tried at one place, or why that number has no bound. */
function repetitionCost(bare: string): number | string {
  let cost = 1;
  const groups: Group[] = [{ alternatives: 1, isSimple: true }];
  for (let index = 0; index < bare.length;) {
    const closed = readChar(bare[index++], groups);
    cost *= closed?.alternatives ?? 1;
    const quantifier = QUANTIFIER.exec(bare.slice(index, index + 12))?.[0];
    if (quantifier === undefined) continue;
    if (closed?.isSimple === false && quantifier !== '?')
      return 'repeats a group that has a repetition or a choice in it';
    markNotSimple(groups);
    cost *= largestCount(quantifier);
    index += quantifier.length;
    if (bare[index] === '?') index++;
  }
  return cost * (groups[0]?.alternatives ?? 1);
}

/** Follows the groups of the pattern. Returns the group that the character closes. */
function readChar(char: string | undefined, groups: Group[]): Group | undefined {
  if (char === '(') groups.push({ alternatives: 1, isSimple: true });
  if (char === '|') countAlternative(groups);
  if (char !== ')' || groups.length === 1) return undefined;
  const closed = groups.pop();
  if (closed?.isSimple === false) markNotSimple(groups);
  return closed;
}

function markNotSimple(groups: readonly Group[]): void {
  const open = groups.at(-1);
  if (open !== undefined) open.isSimple = false;
}

function countAlternative(groups: readonly Group[]): void {
  const open = groups.at(-1);
  if (open === undefined) return;
  open.alternatives++;
  open.isSimple = false;
}

function largestCount(quantifier: string): number {
  if (quantifier === '?') return 2;
  const counted = /^\{(\d+)(,(\d*))?\}$/.exec(quantifier);
  if (counted === null || (counted[2] !== undefined && counted[3] === '')) return UNBOUNDED_COUNT;
  return Math.max(1, Number(counted[3] ?? counted[1]) + 1);
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
