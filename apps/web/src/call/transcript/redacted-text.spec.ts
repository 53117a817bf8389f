import { describe, expect, it } from '@jest/globals';
import { splitRedactedText } from './redacted-text.js';

const shown = (text: string): string[] =>
  splitRedactedText(text).map((piece) => (piece.kind === 'redacted' ? `#${piece.text}` : piece.text));

describe('splitRedactedText', () => {
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
