/** Finds many keywords, phrases and patterns in one pass over an utterance. */
export class TermIndex {
  private readonly exact = new Map<string, Phrase[]>();
  private readonly prefixes = new Map<string, Phrase[]>();
  private readonly prefixLengths = new Set<number>();
  private readonly patterns: { id: number; pattern: RegExp }[] = [];
  private count = 0;

  /** Adds a keyword or phrase: normalised words that may end in `*`. Returns its id. */
  addPhrase(words: readonly string[]): number {
    const id = this.count++;
    const parts = words.map((word) =>
      word.endsWith('*') ? { text: word.slice(0, -1), isPrefix: true } : { text: word, isPrefix: false },
    );
    const [first, ...rest] = parts;
    if (first === undefined) return id;
    const index = first.isPrefix ? this.prefixes : this.exact;
    if (first.isPrefix) this.prefixLengths.add(first.text.length);
    index.set(first.text, [...(index.get(first.text) ?? []), { id, rest }]);
    return id;
  }

  addPattern(pattern: string): number {
    const id = this.count++;
    this.patterns.push({ id, pattern: new RegExp(pattern, 'u') });
    return id;
  }

  /** The ids of the terms in an utterance of normalised words. */
  find(words: readonly string[], patternText: string): Set<number> {
    const found = new Set<number>();
    words.forEach((word, at) => {
      this.match(this.exact.get(word), words, at, found);
      for (const length of this.prefixLengths) {
        if (word.length >= length) this.match(this.prefixes.get(word.slice(0, length)), words, at, found);
      }
    });
    for (const { id, pattern } of this.patterns) if (pattern.test(patternText)) found.add(id);
    return found;
  }

  private match(
    phrases: readonly Phrase[] | undefined,
    words: readonly string[],
    at: number,
    found: Set<number>,
  ): void {
    for (const { id, rest } of phrases ?? []) {
      const isHere = rest.every(({ text, isPrefix }, offset) => {
        const word = words[at + 1 + offset];
        return word !== undefined && (isPrefix ? word.startsWith(text) : word === text);
      });
      if (isHere) found.add(id);
    }
  }
}

interface Phrase {
  readonly id: number;
  readonly rest: readonly { readonly text: string; readonly isPrefix: boolean }[];
}
