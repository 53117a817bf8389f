import { describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import { redactDialogue, redactText, type Said } from '../../test/redact-dialogue.js';
import { CallRedactor } from './call-redactor.js';
import type { RawSegment } from './segment-text.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

const segmentOf = (text: string, over: Partial<RawSegment> = {}): RawSegment => ({
  segmentId: '0-0-0' as SegmentId,
  ...exampleSpeaker('CUSTOMER'),
  revision: 1,
  isPartial: false,
  startMs: 0,
  endMs: 900,
  text,
  words: [],
  engine: 'scripted',
  recognizedAtMs: 0,
  ...over,
});

describe('CallRedactor: numbers over turns and with words between', () => {
  it.each([
    [
      'home 305-555-0118, office 305-555-0129, and mobile 305-555-0131',
      'home [PHONE], office [PHONE], and mobile [PHONE]',
    ],
    ['ticket 55120 and please call 202-555-0164', 'ticket 55120 and please call [PHONE]'],
    ['card 4012 8888 8888 1881 expiry twelve thirty cvv four two one', 'card [CARD] expiry [EXPIRY] cvv [CVV]'],
    ['try 415-555-0134 or my wife at 415-555-0177', 'try [PHONE] or my wife at [PHONE]'],
    [
      'home four one five five five five oh one three four and cell is four one five five five five oh one double seven',
      'home [PHONE] and cell is [PHONE]',
    ],
    [
      'my card is 4012 8888 8888 1881 exp oh nine twenty seven code 733 zip 30301',
      'my card is [CARD] exp [EXPIRY] code [CVV] zip 30301',
    ],
  ])('hides "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('keeps the question for a security code open over small talk, and hides what is read back', () => {
    const said = [
      A('what is the cvv'),
      C('one moment'),
      A('sure'),
      C('the dog took my bag'),
      A('no worries'),
      C('so it is seven one nine'),
      A('seven one nine perfect'),
    ];
    expect(redactDialogue(said).slice(-2)).toEqual(['so it is [CVV]', '[CVV] perfect']);
  });

  it('hides a code and its correction', () => {
    expect(redactDialogue([A('the security code please'), C('six oh three'), C('no sorry six oh two')])).toEqual([
      'the security code please',
      '[CVV]',
      'no sorry [CVV]',
    ]);
  });

  it.each([
    [
      [C('my email is sara underscore king at'), C('outlook dot com')],
      ['my email is [EMAIL]', '[EMAIL]'],
    ],
    [
      [A('your email'), C('p e t e'), A('okay'), C('r underscore nine one'), C('at proton dot me')],
      ['your email', '[EMAIL]', 'okay', '[EMAIL]', '[EMAIL]'],
    ],
  ])('hides an address over turns', (said, expected) => {
    expect(redactDialogue(said)).toEqual(expected);
  });
});

describe('CallRedactor: numbers that everybody may read', () => {
  it.each([
    [C('my IMEI is 356938035643809 and the serial number is 88213345')],
    [C('reading one is 11342, reading two is 59921 and reading three 40412')],
    [C('it was on 2023-11-08 17 in store 1204')],
    [A('would you like to pay by card'), A('that is three hundred and twelve fifty')],
    [A('I can take a card'), C('okay'), A('it is nineteen ninety nine a month')],
    [A('I see a mastercard ending in 8831 on file'), C('yes the one ending in 8831')],
    [A('what are the last four digits of the card'), C('8831')],
    [A('the tracking number please'), C('9400 1000 0000 0000 0000 00')],
    [C('the flight is 2214 from gate 142')],
  ])('shows what is said in %j', (...said) => {
    expect(redactDialogue(said)).toEqual(said.map(([, text]) => text));
  });
});

describe('CallRedactor: kinds, entities and times', () => {
  it('shows a kind that is switched off, and does not take it for another kind', () => {
    const redactor = new CallRedactor({ defaultCountry: 'US', hiddenKinds: ['CARD'] });
    const text = 'call 415-555-0134 and my card is 4111 1111 1111 1111';
    expect(redactor.redact(segmentOf(text)).segment.text).toBe('call 415-555-0134 and my card is [CARD]');
  });

  it('hides what the engine marks, and does not pass the marks on', () => {
    const entities = [{ kind: 'NAME' as const, startChar: 11, endChar: 19 }];
    const { segment } = new CallRedactor({ defaultCountry: 'US' }).redact(
      segmentOf('my name is Jo Brown', { entities }),
    );
    expect(segment.text).toBe('my name is [NAME]');
    expect(segment).not.toHaveProperty('entities');
  });

  it('hides all of a text whose marks do not fit it', () => {
    const entities = [{ kind: 'NAME' as const, startChar: 11, endChar: 90 }];
    const { segment } = new CallRedactor({ defaultCountry: 'US' }).redact(
      segmentOf('my name is Jo Brown', { entities }),
    );
    expect(segment.text).toBe('[NAME]');
  });

  it('gives the times of the hidden words, also in a correction; without words, those of the segment', () => {
    const redactor = new CallRedactor({ defaultCountry: 'US' });
    const words = ['it', 'is', '4111', '1111'].map((text, index) => ({
      text,
      startMs: index * 100,
      endMs: index * 100 + 90,
    }));
    redactor.redact(segmentOf('it is 4111 1111', { words }));
    const rest = { segmentId: '0-0-1' as SegmentId, startMs: 1_000, endMs: 1_900 };
    const { segment, corrections } = redactor.redact(segmentOf('1111 1111', rest));
    expect(segment.redactions).toEqual([{ kind: 'CARD', startChar: 0, endChar: 6, startMs: 1_000, endMs: 1_900 }]);
    expect(corrections[0]?.redactions).toEqual([{ kind: 'CARD', startChar: 6, endChar: 12, startMs: 200, endMs: 390 }]);
  });
});

describe('CallRedactor: partials', () => {
  const partialAfter = (question: string, text: string): string => {
    const redactor = new CallRedactor({ defaultCountry: 'US' });
    redactor.redact(segmentOf(question, exampleSpeaker('AGENT')));
    const place = { segmentId: '0-0-1' as SegmentId, startMs: 1_000, endMs: 1_900 };
    return redactor.redact(segmentOf(text, { ...place, isPartial: true })).segment.text;
  };

  it.each([
    ['well let me think about that', 'well let me think about that'],
    ['sure my email is mar', 'sure my email is [EMAIL]'],
    ['hold on it is m a r', 'hold on it is [EMAIL]'],
    ['it is maria dot lopez at', 'it is [EMAIL]'],
  ])('hides only what can be part of an address: "%s"', (text, expected) => {
    expect(partialAfter('what is your email address', text)).toBe(expected);
  });

  it('shows at most two digits in a row of a number that the final hides', () => {
    const finals = [
      'my home is 212 555 0147 and my work is two one two five five five oh one nine three',
      'it is 4111 1111 and the rest is 1111 1111 thanks',
      'nine eight seven is what it says on the back',
      'one two three dash four five dash six seven eight nine',
      'call me back on four one five five five five two six seven one',
      'expires oh three twenty nine and the cvv is six one four',
    ];
    const digit = '(?:\\d|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|twenty)';
    const shown = new RegExp(`${digit}(?:[\\s-]*${digit}){2,}`);
    for (const final of finals) {
      const redactor = new CallRedactor({ defaultCountry: 'US' });
      expect(redactor.redact(segmentOf(final)).segment.text).not.toMatch(shown);
      const words = final.split(' ');
      for (let count = 1; count <= words.length; count++) {
        const text = words.slice(0, count).join(' ');
        const one = new CallRedactor({ defaultCountry: 'US' });
        expect(one.redact(segmentOf(text, { isPartial: true })).segment.text).not.toMatch(shown);
      }
    }
  });

  it.each([
    ['the expiry I have is oh three twenty six', "no it's oh three twenty nine", "no it's [EXPIRY]"],
    ['your account number is 12345678 right', "no it's 12345679 now", "no it's [ACCOUNT] now"],
    ['the date of birth I have is march second nineteen eighty', 'no march third nineteen eighty', 'no [BIRTH_DATE]'],
    ['your order number is 12345678 right', "no it's 12345679 now", "no it's 12345679 now"],
  ])('hides what corrects a number that the other side read out: "%s" "%s"', (agent, customer, expected) => {
    expect(redactDialogue([A(agent), C(customer)]).at(-1)).toBe(expected);
  });
});
