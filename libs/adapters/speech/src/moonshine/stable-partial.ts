/**
 * Keeps the partials of one utterance from flickering. Words that stood in two decodings in a row are settled: a single
 * decoding that contradicts them does not take them back; two in a row correct them.
 */
export class StablePartial {
  private settled: string[] = [];
  private previous: string[] = [];
  /** Words that the previous decoding contradicted. */
  private contradicting: string[] | null = null;

  /** The text to show for a decoding of the utterance so far, and whether it corrects settled words. */
  update(text: string): { readonly text: string; readonly isCorrection: boolean } {
    const words = text.split(/\s+/).filter((word) => word !== '');
    const agreed = commonPrefix(words, this.previous);
    this.previous = words;
    const agreesWithSettled = commonPrefix(words, this.settled) === this.settled.length;
    if (agreesWithSettled) {
      this.contradicting = null;
      this.settled = words.slice(0, Math.max(agreed, this.settled.length));
      return { text: words.join(' '), isCorrection: false };
    }
    if (this.contradicting !== null && commonPrefix(words, this.contradicting) > commonPrefix(words, this.settled)) {
      this.contradicting = null;
      this.settled = words.slice(0, agreed);
      return { text: words.join(' '), isCorrection: true };
    }
    this.contradicting = words;
    return { text: [...this.settled, ...words.slice(this.settled.length)].join(' '), isCorrection: false };
  }
}

/** How many words the two begin with in common. Capitals and punctuation change with the words that follow. */
function commonPrefix(a: readonly string[], b: readonly string[]): number {
  const bare = (word: string | undefined) => word?.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '');
  let length = 0;
  while (length < a.length && length < b.length && bare(a[length]) === bare(b[length])) length += 1;
  return length;
}
