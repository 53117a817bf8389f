/** Longest pattern, characters. */
export const MAX_PATTERN_CHARS = 200;
/** Characters of an utterance that patterns look at; spoken utterances are far below. */
export const MAX_PATTERN_TEXT_CHARS = 2_000;
/** Largest number of ways to try a pattern at one place of the text. */
const MAX_WAYS = 10_000;
/** What `*` counts for: two of them are beyond the limit. */
const UNBOUNDED_COUNT = 1_000;

/**
 * Why a pattern may not be used, or null. JavaScript's expressions backtrack and have no time limit, so only those are
 * let through whose worst case is bounded: no repetition or choice in a repetition, no look-around, no back-reference, and at most
 * one unbounded repetition.
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
  /** A repetition or a choice in a repeated group can be entered in too many ways. */
  isSimple: boolean;
}

/** In how many ways the pattern can be tried at one place, or why that has no bound. */
function repetitionCost(bare: string): number | string {
  let cost = 1;
  const groups: Group[] = [{ alternatives: 1, isSimple: true }];
  for (let index = 0; index < bare.length;) {
    const char = bare[index++];
    if (char === '(') groups.push({ alternatives: 1, isSimple: true });
    if (char === '|') countAlternative(groups);
    const closed = char === ')' && groups.length > 1 ? groups.pop() : undefined;
    cost *= closed?.alternatives ?? 1;
    const open = groups.at(-1);
    if (closed?.isSimple === false && open !== undefined) open.isSimple = false;
    const quantifier = QUANTIFIER.exec(bare.slice(index, index + 12))?.[0];
    if (quantifier === undefined) continue;
    if (closed?.isSimple === false && quantifier !== '?')
      return 'repeats a group that has a repetition or a choice in it';
    if (open !== undefined) open.isSimple = false;
    cost *= largestCount(quantifier);
    index += quantifier.length;
    if (bare[index] === '?') index++;
  }
  return cost * (groups[0]?.alternatives ?? 1);
}

function countAlternative(groups: readonly Group[]): void {
  const group = groups.at(-1);
  if (group === undefined) return;
  group.alternatives++;
  group.isSimple = false;
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
