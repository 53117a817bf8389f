import { describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId, type Word } from '@earshot/contracts';
import { CallRedactor, type RedactionResult } from './call-redactor.js';
import type { RawSegment } from './segment-text.js';

type Role = Parameters<typeof exampleSpeaker>[0];

let ordinal = 0;
const segment = (text: string, over: Partial<RawSegment> = {}): RawSegment => ({
  segmentId: `0-0-${ordinal++}` as SegmentId,
  ...exampleSpeaker('CUSTOMER'),
  revision: 1,
  isPartial: false,
  startMs: ordinal * 1_000,
  endMs: ordinal * 1_000 + 900,
  text,
  words: [],
  engine: 'scripted',
  recognizedAtMs: 0,
  ...over,
});

const redactor = () => new CallRedactor({ defaultCountry: 'US' });
const redact = (text: string): string => redactor().redact(segment(text)).segment.text;
const partial = (text: string): string => redactor().redact(segment(text, { isPartial: true })).segment.text;

/** The final texts after all corrections, everything that was published, and the results. */
function talk(...said: (string | readonly [Role, string])[]): {
  final: string[];
  published: string[];
  results: RedactionResult[];
} {
  const one = redactor();
  const latest = new Map<string, string>();
  const published: string[] = [];
  const results = said.map((item) => {
    const [role, text] = typeof item === 'string' ? (['CUSTOMER', item] as const) : item;
    const result = one.redact(segment(text, exampleSpeaker(role)));
    for (const each of [result.segment, ...result.corrections]) {
      latest.set(each.segmentId, each.text);
      published.push(each.text);
    }
    return result;
  });
  return { final: [...latest.values()], published, results };
}
const agent = (text: string) => ['AGENT', text] as const;

describe('CallRedactor: cards', () => {
  it.each([
    ['4111111111111111', '[CARD]'],
    ['it is 4111 1111 1111 1111 thanks', 'it is [CARD] thanks'],
    ['4111-1111-1111-1111.', '[CARD].'],
    ['3782 822463 10005', '[CARD]'],
    ['4111.1111.1111.1111', '[CARD]'],
    ['4111/1111/1111/1111', '[CARD]/[CARD]/[CARD]/[CARD]'],
    ['visa4111111111111111', 'visa[CARD]'],
    ['４１１１１１１１１１１１１１１１', '[CARD]'],
    ['four one double one one one one one triple one one one double one one', '[CARD]'],
    ['forty-one eleven eleven eleven eleven eleven eleven eleven', '[CARD]'],
    ['four one one one um one one one one okay one one one one and then one one one one', '[CARD]'],
    ['5500 0000 0000 0004', '[CARD]'],
    ['five five double oh triple zero oh oh oh oh oh zero zero zero four', '[CARD]'],
    ['41 11 eleven 11 one one one one eleven 1111', '[CARD]'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 12 25 123', '[CARD]'],
    ['4111 1111 is the first part then 1111 1111', '[CARD] is the first part then [CARD]'],
    ['eleven hundred eleven 0000 4111 1111 1111 1111', '[CARD]'],
  ])('hides %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'my order number is 48291736',
    'my order number is four eight two nine one seven three six',
    'the invoice number is 4155552671',
    'my member number is 00123456789',
    'it costs $1,234.56 a year',
    'that was 1,250 dollars and 16 cents',
    'on 12/05/2023 at 10:30',
    'on march third twenty twenty four at ten thirty',
    'flight two two one four leaves at six forty five',
    'my zip code is nine four one oh three',
    'oh no one told me that',
    'i called one or two times in 2019',
    'error four zero four',
    'one moment please',
    'it will take five to seven business days',
    'tracking number 1Z999AA10123456784',
    'it broke on the 14th of june 1984',
    'call extension 4521',
    'the reference is 4111-2222-3333-4445',
    'it is 98.6 degrees and 100 percent humid',
  ])('leaves "%s" alone', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('leaves amounts, dates, years and other numbers alone while a card is spoken of', () => {
    const said = [
      'i paid with my card on 12/05/2023',
      'my card was charged $1,234.56 twice',
      'the card was charged twelve hundred dollars',
      'i have had this card since 2019',
      'my sim card number is fine',
      'the order number is 48291736',
      'and it happened at 10:30 am',
    ];
    expect(talk(...said).final).toEqual(said);
  });

  it('hides groups of four at once while a card is spoken of', () => {
    const { published } = talk(
      agent('can i have your card number please'),
      'sure it is four one one one',
      agent('okay'),
      'five three two one',
      agent('uh huh go on'),
      'seven seven',
      'eight eight',
    );
    expect(published[1]).toBe('sure it is [CARD]');
    expect(published[3]).toBe('[CARD]');
    expect(published.at(-2)).toBe('[CARD]');
    expect(published).not.toContain('five three two one');
  });

  it('hides a number spread over segments without any hint, and corrects what it published', () => {
    const { final, results } = talk('4111', agent('okay'), '1111', agent('okay'), '1111', agent('okay'), '1111');
    expect(final).toEqual(['[CARD]', 'okay', '[CARD]', 'okay', '[CARD]', 'okay', '[CARD]']);
    const corrected = results.flatMap(({ corrections }) => corrections);
    expect(corrected.length).toBeGreaterThan(0);
    expect(corrected.every(({ revision }) => revision >= 2)).toBe(true);
  });

  it('does not join numbers of two participants or across a change of subject', () => {
    const said = ['my zip is 90210', agent('your order number is 48291'), 'the case number is 73625'];
    expect(talk(...said).final).toEqual(['my zip is 90210', 'your order number is 48291', 'the case number is 73625']);
  });

  it('joins the number of one participant while several speak, and another role asks for it', () => {
    const said = talk(
      ['CUSTOMER', 'my number is 4111 1111'],
      ['SUPERVISOR', '5500 0000'],
      ['CUSTOMER', '1111 1111'],
      ['SUPERVISOR', '0000 0004'],
    );
    expect(said.final).toEqual(['my number is [CARD]', '[CARD]', '[CARD]', '[CARD]']);
  });

  it('does not end the number of an agent when the supervisor speaks of something else', () => {
    const said = (role: 'CUSTOMER' | 'SUPERVISOR') =>
      talk(['AGENT', '4111 1111 1111'], [role, 'what is the phone number'], ['AGENT', '1111']).final[2];
    expect([said('SUPERVISOR'), said('CUSTOMER')]).toEqual(['[CARD]', '1111']);
  });

  it('hides digits in a partial that may become a card', () => {
    expect(partial('my card number is four one one one')).toBe('my card number is [CARD]');
    expect(partial('it is 4111 111')).toBe('it is [CARD]');
    expect(partial('i have 2 kids and 3 dogs')).toBe('i have 2 kids and 3 dogs');
  });

  it('does not let a partial affect the finals after it', () => {
    const one = redactor();
    one.redact(segment('4111 1111 1111', { isPartial: true }));
    one.redact(segment('4111 1111 1111 1111', { isPartial: true, revision: 2 }));
    expect(one.redact(segment('i have 1111 of them')).corrections).toEqual([]);
  });
});

describe('CallRedactor: codes, numbers and addresses', () => {
  it.each([
    ['the security code is 123', 'the security code is [CVV]'],
    ['the three digits on the back are one two three', 'the three digits on the back are [CVV]'],
    ['cvv 1234', 'cvv [CVV]'],
    ['nine eight seven is the security code', '[CVV] is the security code'],
    ['4111 1111 1111 1111 security code 123', '[CARD] security code [CVV]'],
    ['my social is 123456789', 'my social is [SSN]'],
    [
      'my social security number is one two three forty five sixty seven eighty nine',
      'my social security number is [SSN]',
    ],
    ['123-45-6789', '[SSN]'],
    ['one two three dash four five dash six seven eight nine', '[SSN]'],
    ['the last four of my social are 6789', 'the last four of my social are [SSN]'],
    ['call me at (415) 555-2671', 'call me at [PHONE]'],
    ['555-123-4567', '[PHONE]'],
    ['you can reach me at four one five five five five two six seven one', 'you can reach me at [PHONE]'],
    ['four one five five five five two six seven one', '[PHONE]'],
    ['+44 20 7946 0958 is the number', '[PHONE] is the number'],
    ['my phone number is 555 0199', 'my phone number is [PHONE]'],
    ['john.smith@example.com please', '[EMAIL] please'],
    ['it is john dot smith at example dot com', 'it is [EMAIL]'],
    ['my email is john smith 42 at gmail dot com', 'my email is [EMAIL]'],
    ['my email is j o h n at b t internet dot com', 'my email is [EMAIL]'],
    ['jane_doe at example.co.uk', '[EMAIL]'],
  ])('hides %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'i was looking at amazon dot com',
    '000-45-6789',
    '123-00-6789',
    'the meeting is at ten',
    'social media is bad',
    'write to us at once',
  ])('leaves "%s" alone', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('uses a label after digits that swallow an earlier label', () => {
    expect(redact('eleven hundred and three digits, my social is 6789')).toBe('[CVV] digits, my social is [SSN]');
  });

  it('hides a code that answers a question for it, even in parts', () => {
    expect(talk(agent('and the security code'), 'one two three').published[1]).toBe('[CVV]');
    expect(talk(agent('what are the three digits on the back'), 'four', 'seven one').final.slice(1)).toEqual([
      '[CVV]',
      '[CVV]',
    ]);
    expect(
      talk(agent('what is your social'), 'one two three', 'four five six seven eight nine').final.slice(1),
    ).toEqual(['[SSN]', '[SSN]']);
  });

  it('hides an unfinished e-mail address in a partial', () => {
    expect(partial('my email is john dot smith at')).toBe('my email is [EMAIL]');
    expect(partial('it is john@exam')).toBe('it is [EMAIL]');
  });

  it('returns the place of each placeholder, and one word for the words that it replaces', () => {
    const text = 'It is 4111 1111 1111 1111, okay?';
    const words: Word[] = text
      .split(' ')
      .map((word, index) => ({ text: word, startMs: index * 100, endMs: index * 100 + 90 }));
    const { segment: result } = redactor().redact(segment(text, { words }));
    expect(result.text).toBe('It is [CARD], okay?');
    expect(result.redactions).toEqual([{ kind: 'CARD', startChar: 6, endChar: 12, startMs: 200, endMs: 590 }]);
    expect(result.words).toEqual([
      { text: 'It', startMs: 0, endMs: 90 },
      { text: 'is', startMs: 100, endMs: 190 },
      { text: '[CARD]', startMs: 200, endMs: 590 },
      { text: 'okay?', startMs: 600, endMs: 690 },
    ]);
  });

  it('drops words that are not those of the text when something is hidden', () => {
    const words = [{ text: 'forty-one', startMs: 0, endMs: 10 }];
    expect(redactor().redact(segment('it is 4111111111111111', { words })).segment.words).toEqual([]);
  });
});

describe('CallRedactor: a new owner of the call publishes the last final of a participant again', () => {
  const texts = (result: RedactionResult) => [result.segment, ...result.corrections].map(({ text }) => text);

  it('counts its digits once, and hides what the earlier version hid', () => {
    const one = redactor();
    const first = segment('it is 4111 1111');
    const second = segment('1111 1111', { revision: 10_002 });
    one.redact(first);
    expect(texts(one.redact(second))).toEqual(['[CARD]', 'it is [CARD]']);
    expect(texts(one.redact({ ...second, revision: 20_001 }))).toEqual(['[CARD]']);
    expect(texts(one.redact({ ...second, text: '1111 1111 thanks', revision: 30_001 }))).toEqual(['[CARD] thanks']);
  });

  it('does not take a number that was said once for a card', () => {
    const one = redactor();
    const order = segment('4111 1111');
    expect(texts(one.redact(order))).toEqual(['4111 1111']);
    expect(texts(one.redact({ ...order, revision: 20_001 }))).toEqual(['4111 1111']);
    expect(texts(one.redact(segment('thank you')))).toEqual(['thank you']);
  });
});

describe('CallRedactor: recalled finals of another process', () => {
  const after = (...stored: string[]) => {
    const one = redactor();
    for (const text of stored) one.recall(segment(text));
    return (text: string) => {
      const result = one.redact(segment(text));
      return [result.segment, ...result.corrections].map((each) => each.text);
    };
  };

  it('hides the rest of a number whose beginning is stored, and corrects the beginning', () => {
    expect(after('it is 4111 1111')('1111 1111')).toEqual(['[CARD]', 'it is [CARD]']);
    expect(after('my card number is', 'four one one one')('one one one one okay')).toEqual(['[CARD] okay', '[CARD]']);
  });

  it('hides the rest of a card whose beginning is already hidden', () => {
    expect(after('sure it is [CARD]')('1111 1111')).toEqual(['[CARD]']);
  });

  it('does not count other placeholders as words', () => {
    expect(after('[CVV]')('it is 204')).toEqual(['it is 204']);
    expect(after('and the security code', 'it is [CVV]')('room 204')).toEqual(['room 204']);
    expect(after('you reach me on [PHONE]', 'extension [SSN] and [EMAIL]')('4829')).toEqual(['4829']);
  });

  it('leaves ordinary stored digits as they are', () => {
    expect(after('my order number is 4829', 'thank you')('anything else')).toEqual(['anything else']);
  });
});
