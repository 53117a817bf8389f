import { describe, expect, it } from '@jest/globals';
import { textPieces } from './text-pieces.js';

const shown = (text: string): string[] =>
  textPieces(text).map((piece) => (piece.kind === 'redacted' ? `#${piece.text}` : piece.text));

describe('textPieces', () => {
  it.each([
    ['my card is [CARD].', ['my card is ', '#CARD', '.']],
    ['[PHONE][BANK_ACCOUNT]', ['#PHONE', '#BANK_ACCOUNT']],
    ['no [lower] [ ] [1]', ['no [lower] [ ] [1]']],
    ['<b>[CARD]</b>', ['<b>', '#CARD', '</b>']],
    ['', []],
  ])('splits %j', (text, pieces) => {
    expect(shown(text)).toEqual(pieces);
  });
});
