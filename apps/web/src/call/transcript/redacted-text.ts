/** A piece of a line: spoken words, or the name of what was redacted. */
export interface TextPiece {
  readonly kind: 'words' | 'redacted';
  readonly text: string;
}

const placeholder = /\[([A-Z][A-Z0-9]*(?:[_ -][A-Z0-9]+)*)\]/g;

/** Splits a line at redaction placeholders such as `[CARD]`. */
export function splitRedactedText(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const found of text.matchAll(placeholder)) {
    if (found.index > from) pieces.push({ kind: 'words', text: text.slice(from, found.index) });
    pieces.push({ kind: 'redacted', text: found[1] ?? '' });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'words', text: text.slice(from) });
  return pieces;
}
