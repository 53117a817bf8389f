/**
 * Keeps the partials of one utterance from flickering. A word that was shown twice in a row is settled: a single decoding
 * that contradicts it does not take it back; two in a row correct it.
 */
export class StablePartial {
  private shown: readonly string[] = [];
  private settled: readonly string[] = [];
  /** The last decoding, if it contradicted the settled words. */
  private contradicting: readonly string[] | null = null;

  /** The text to show for a decoding of the utterance so far, and how many settled words it takes back. */
  update(text: string): { readonly text: string; readonly takenBack: number } {
    const words = text.split(/\s+/).filter((word) => word !== '');
    const { settled, contradicting } = this;
    const agreed = commonPrefix(words, settled);
    const contradicts = agreed < settled.length;
    const corrects = contradicts && contradicting !== null && commonPrefix(words, contradicting) > agreed;
    const isRefused = contradicts && !corrects;
    this.contradicting = isRefused ? words : null;
    const next = isRefused ? [...settled, ...words.slice(settled.length)] : words;
    this.settled = next.slice(0, commonPrefix(next, this.shown));
    this.shown = next;
    return { text: next.join(' '), takenBack: corrects ? settled.length - agreed : 0 };
  }
}

/** How many words the two begin with in common. Capitals and punctuation change with the words that follow. */
function commonPrefix(a: readonly string[], b: readonly string[]): number {
  const bare = (word: string | undefined) => word?.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '');
  let length = 0;
  while (length < a.length && length < b.length && bare(a[length]) === bare(b[length])) length += 1;
  return length;
}
