import { describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import { CallRedactor } from '../call-redactor.js';

type Role = 'AGENT' | 'CUSTOMER';

/** The final texts of a dialogue after all corrections. */
function talk(...said: (readonly [Role, string])[]): string[] {
  const redactor = new CallRedactor({ defaultCountry: 'US' });
  const texts = new Map<string, string>();
  said.forEach(([role, text], index) => {
    const { segment, corrections } = redactor.redact({
      segmentId: `s-0-${index}` as SegmentId,
      ...exampleSpeaker(role),
      revision: 1,
      isPartial: false,
      startMs: index * 1_000,
      endMs: index * 1_000 + 900,
      text,
      words: [],
      engine: 'scripted',
      recognizedAtMs: 0,
    });
    for (const one of [segment, ...corrections]) texts.set(one.segmentId, one.text);
  });
  return [...texts.values()];
}
const answerTo = (question: string, ...answers: string[]): string[] =>
  talk(['AGENT', question], ...answers.map((text) => ['CUSTOMER', text] as const)).slice(1);

describe('the expiry date of a card', () => {
  it.each([
    ['it expires 04/27', 'it expires [EXPIRY]'],
    ['expiry date is oh six twenty seven', 'expiry date is [EXPIRY]'],
    ['valid until june two thousand and thirty', 'valid until [EXPIRY]'],
    ['exp 0926 please', 'exp [EXPIRY] please'],
    ['the expiration is eleven of twenty nine thanks', 'the expiration is [EXPIRY] thanks'],
    ['zero four slash two seven is the expiry date', '[EXPIRY] is the expiry date'],
  ])('is hidden in "%s"', (text, expected) => {
    expect(talk(['CUSTOMER', text])).toEqual([expected]);
  });

  it.each(['november twenty twenty eight', 'uh eleven twenty eight', '11/28', 'eleven, two thousand twenty eight'])(
    'is hidden in the answer "%s", and is no security code',
    (answer) => {
      const [text] = answerTo('and what is the expiration date', answer);
      expect(text?.replace('uh ', '')).toBe('[EXPIRY]');
    },
  );

  it('is hidden over two finals, and read back', () => {
    expect(answerTo('the expiry date please', 'oh nine', 'twenty six')).toEqual(['[EXPIRY]', '[EXPIRY]']);
    expect(
      talk(['AGENT', 'expiry date'], ['CUSTOMER', 'march twenty seven'], ['AGENT', 'so march twenty seven okay']),
    ).toEqual(['expiry date', '[EXPIRY]', 'so [EXPIRY] okay']);
  });

  it.each(['my subscription expires soon', 'the offer expires in five days', 'my warranty expired last year'])(
    'does not hide "%s"',
    (text) => {
      expect(talk(['CUSTOMER', text])).toEqual([text]);
    },
  );
});
