/** Cuts a text after its last whole word within `maxBytes` of UTF-8. A longer first word is cut after a character. */
export function cutText(text: string, maxBytes: number, language: string): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  // A segmenter finds words in languages without spaces, too.
  const words = takeWithin(maxBytes, new Intl.Segmenter(language, { granularity: 'word' }).segment(text));
  if (words.trim() !== '') return words.trimEnd();
  return takeWithin(
    maxBytes,
    [...text.slice(0, maxBytes)].map((segment) => ({ segment })),
  );
}

function takeWithin(maxBytes: number, parts: Iterable<{ readonly segment: string }>): string {
  let bytes = 0;
  let taken = '';
  for (const { segment } of parts) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes) break;
    taken += segment;
  }
  return taken;
}
