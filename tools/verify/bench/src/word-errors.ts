/** What separates a transcript from what was said. */
export interface WordErrors {
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  /** Words of the reference. */
  readonly words: number;
}

const FILLERS = new Set(['uh', 'um', 'uhm', 'er', 'erm', 'ah', 'hm', 'hmm', 'mm', 'mmm', 'mhm']);
const SMALL_NUMBERS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
/** Ways to write the same words. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[‘’]/g, "'"],
  [/\be-mail/g, 'email'],
  [/\b([ap])\.m\b\.?/g, '$1m'],
  [/\$\s*(\d+)/g, '$1 dollars'],
  [/%/g, ' percent'],
  [/\bok\b/g, 'okay'],
  [/\bcannot\b|\bcan't\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/n't\b/g, ' not'],
  [/\blet's\b/g, 'let us'],
  [/\b(it|that|what|there|here|he|she|who|where|how)'s\b/g, '$1 is'],
  [/'m\b/g, ' am'],
  [/'re\b/g, ' are'],
  [/'ve\b/g, ' have'],
  [/'ll\b/g, ' will'],
  [/'d\b/g, ' would'],
  [/\bgonna\b/g, 'going to'],
  [/\bwanna\b/g, 'want to'],
];

/**
 * The words of a text, whichever way they are written: lower case, without punctuation and fillers, contractions spelled out,
 * each number as its digits. "hundred" and "thousand" stay words.
 */
export function normalizeWords(text: string): string[] {
  const spelled = SPELLINGS.reduce((done, [pattern, plain]) => done.replace(pattern, plain), text.toLowerCase());
  const words = spelled.match(/\d|[\p{L}']+/gu) ?? [];
  return words
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '' && !FILLERS.has(word))
    .flatMap(spellDigits);
}

/** "forty nine" gives 4 9, and so do "forty" before a digit and "49". "forty" alone gives 4 0. */
function spellDigits(word: string, at: number, words: readonly string[]): string[] {
  const small = SMALL_NUMBERS.indexOf(word);
  if (small !== -1) return [...String(small)];
  const tens = TENS.indexOf(word);
  if (tens === -1) return [word];
  const next = words[at + 1] ?? '';
  const isFollowed = /^[1-9]$/.test(next) || (SMALL_NUMBERS.indexOf(next) > 0 && SMALL_NUMBERS.indexOf(next) < 10);
  return isFollowed ? [String(tens + 2)] : [String(tens + 2), '0'];
}

/** Counts the fewest changes of words that turn the reference into the transcript. */
export function countWordErrors(reference: readonly string[], transcript: readonly string[]): WordErrors {
  const empty: WordErrors = { substitutions: 0, insertions: 0, deletions: 0, words: reference.length };
  let row = [empty];
  for (const [n] of transcript.entries()) row.push({ ...empty, insertions: n + 1 });
  for (const [r, expected] of reference.entries()) {
    const next: WordErrors[] = [{ ...empty, deletions: r + 1 }];
    for (const [t, heard] of transcript.entries()) {
      const [diagonal = empty, above = empty, left = empty] = [row[t], row[t + 1], next[t]];
      const same = heard === expected ? diagonal : { ...diagonal, substitutions: diagonal.substitutions + 1 };
      const dropped = { ...above, deletions: above.deletions + 1 };
      const added = { ...left, insertions: left.insertions + 1 };
      next.push([dropped, added].reduce((best, each) => (total(each) < total(best) ? each : best), same));
    }
    row = next;
  }
  return row.at(-1) ?? empty;
}

/** How many of the words at these places of the reference the transcript has there. The alignment has the fewest changes. */
export function countHeardWords(
  reference: readonly string[],
  transcript: readonly string[],
  places: readonly number[],
): number {
  const rows = changesUpTo(reference, transcript);
  const changesAt = (r: number, t: number) => rows[r]?.[t] ?? 0;
  const heard = new Set<number>();
  let [r, t] = [reference.length, transcript.length];
  while (r > 0 && t > 0) {
    const isSame = reference[r - 1] === transcript[t - 1];
    const isPair = changesAt(r, t) === changesAt(r - 1, t - 1) + (isSame ? 0 : 1);
    const isDropped = !isPair && changesAt(r, t) === changesAt(r - 1, t) + 1;
    if (isPair && isSame) heard.add(r - 1);
    if (isPair || isDropped) r -= 1;
    if (!isDropped) t -= 1;
  }
  return places.filter((place) => heard.has(place)).length;
}

/** The fewest changes between the first words of both texts, by the numbers of these words. */
function changesUpTo(reference: readonly string[], transcript: readonly string[]): number[][] {
  const rows = [Array.from({ length: transcript.length + 1 }, (_, t) => t)];
  for (const [r, expected] of reference.entries()) {
    const above = rows[r] ?? [];
    const row = [r + 1];
    for (const [t, heard] of transcript.entries()) {
      const [diagonal = 0, up = 0, left = 0] = [above[t], above[t + 1], row[t]];
      row.push(Math.min(diagonal + (heard === expected ? 0 : 1), up + 1, left + 1));
    }
    rows.push(row);
  }
  return rows;
}

/** Adds up the errors of several transcripts. */
export const sumWordErrors = (each: readonly WordErrors[]): WordErrors =>
  each.reduce(
    (sum, errors) => ({
      substitutions: sum.substitutions + errors.substitutions,
      insertions: sum.insertions + errors.insertions,
      deletions: sum.deletions + errors.deletions,
      words: sum.words + errors.words,
    }),
    { substitutions: 0, insertions: 0, deletions: 0, words: 0 },
  );

export const formatWordErrors = (errors: WordErrors): string =>
  `${((100 * total(errors)) / Math.max(1, errors.words)).toFixed(1)} % of ${errors.words} words: ${errors.substitutions} wrong, ${errors.deletions} missing, ${errors.insertions} too many`;

const total = ({ substitutions, insertions, deletions }: WordErrors): number => substitutions + insertions + deletions;
