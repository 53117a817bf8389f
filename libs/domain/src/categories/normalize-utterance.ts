/** The words of an utterance for categories: letters and digits in lower case; placeholders stay: `my card is [card]`. */
export function normalizeUtterance(text: string): string[] {
  const words: string[] = [];
  for (const [raw] of text.toLowerCase().replaceAll('’', "'").matchAll(WORD))
    words.push(raw.endsWith("'") ? raw.slice(0, -1) : raw);
  return words;
}

const WORD = /\[[a-z]+\]|[\p{L}\p{N}][\p{L}\p{N}']*/gu;
