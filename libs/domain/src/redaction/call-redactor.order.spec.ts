import { describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import { createRandom } from '../../test/random.js';
import { CallRedactor } from './call-redactor.js';
import type { RawSegment } from './segment-text.js';

type Role = 'AGENT' | 'CUSTOMER';
type Said = readonly [Role, string];

const finalsOf = (said: readonly Said[]): RawSegment[] =>
  said.map(([role, text], index) => ({
    segmentId: `${role === 'AGENT' ? 1 : 0}-0-${index}` as SegmentId,
    ...exampleSpeaker(role),
    revision: 1,
    isPartial: false,
    startMs: index * 1_500,
    endMs: index * 1_500 + 1_200,
    text,
    words: [],
    engine: 'scripted',
    recognizedAtMs: 0,
  }));

/** The texts after all corrections, in the order of the clock. */
function redactInOrder(arrival: readonly RawSegment[]): string[] {
  const redactor = new CallRedactor({ defaultCountry: 'US' });
  const shown = new Map<string, { text: string; revision: number; startMs: number }>();
  for (const final of arrival) {
    const { segment, corrections } = redactor.redact(final);
    for (const { segmentId, text, revision, startMs } of [segment, ...corrections]) {
      const before = shown.get(segmentId)?.revision ?? 0;
      if (revision <= before) throw new Error(`${segmentId} has revision ${revision} after ${before}: ${text}`);
      shown.set(segmentId, { text, revision, startMs });
    }
  }
  return [...shown.values()].sort((a, b) => a.startMs - b.startMs).map(({ text }) => text);
}

const talk = (...said: Said[]): string[] => redactInOrder(finalsOf(said));
const oneSideFirst = (first: Role, ...said: Said[]): string[] => {
  const finals = finalsOf(said);
  return redactInOrder([
    ...finals.filter(({ role }) => role === first),
    ...finals.filter(({ role }) => role !== first),
  ]);
};
const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

const names = 'zero one two three four five six seven eight nine'.split(' ');

/** Parts of a dialogue with random numbers. */
function exchangesOf(random: () => number): readonly (() => Said[])[] {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const spoken = (count: number) => [...digits(count)].map((digit) => names[Number(digit)] ?? '').join(' ');
  const code = () => spoken(3);
  return [
    () => {
      const said = code();
      return [A('what is the security code'), C('one second'), A('sure'), C(said), A(`${said} got it`)];
    },
    () => [A('the cvv on the back please'), C(`it is ${digits(3)}`)],
    () => [A('and the card number'), C('4111 1111'), A('yes'), C('1111 1111')],
    () => [
      A('can you read me the long number'),
      C('four one one one one one one one'),
      C('one one one one one one one one'),
    ],
    () => [A('what is your order number'), C(`it is ${digits(10)}`)],
    () => [A('the tracking number please'), C(digits(8)), A('thank you')],
    () => [A('when does it expire'), A('the expiry date please'), C('october twenty twenty nine')],
    () => [A('and your e mail address'), C('it is p a u l'), A('uh huh'), C('at example dot com')],
    () => [A('your phone number'), C(`area code ${digits(3)}`), C(digits(7))],
    () => [A('what is your social'), C(spoken(3)), C(spoken(6))],
    () => [C('i was there in may'), A('i see')],
    () => [A('your total comes to twelve fifty'), C('fine')],
    () => [C(`reading one is ${digits(5)} and reading two is ${digits(5)}`), A('thanks')],
  ];
}

function dialogueOf(random: () => number): Said[] {
  const exchanges = exchangesOf(random);
  const count = 2 + Math.floor(random() * 5);
  return Array.from({ length: count }, () => exchanges[Math.floor(random() * exchanges.length)]?.() ?? []).flat();
}

/** The finals of each side stay in order; which side comes next is random. */
function interleave(finals: readonly RawSegment[], random: () => number): RawSegment[] {
  const sides = (['AGENT', 'CUSTOMER'] as const).map((side) => finals.filter(({ role }) => role === side));
  const arrival: RawSegment[] = [];
  while (sides.some((side) => side.length > 0)) {
    const side = sides[random() < 0.5 ? 0 : 1] ?? [];
    arrival.push(...side.splice(0, 1 + Math.floor(random() * 4)));
  }
  return arrival;
}

describe('CallRedactor: the order of arrival', () => {
  it('hides an answer whose question arrives after it, and what is read back', () => {
    const said = [A('Could you read me the three digits on the back?'), C('six one eight'), A('six one eight, great')];
    const hidden = ['Could you read me the three digits on the back?', '[CVV]', '[CVV], great'];
    expect(talk(...said)).toEqual(hidden);
    expect(oneSideFirst('CUSTOMER', ...said)).toEqual(hidden);
    expect(oneSideFirst('AGENT', ...said)).toEqual(hidden);
  });

  it('shows a number again when the question that arrives late asked for something harmless', () => {
    const said = [A('what is your order number'), C('it is 4155552671')];
    expect(oneSideFirst('CUSTOMER', ...said)).toEqual(['what is your order number', 'it is 4155552671']);
  });

  it('never shows again what was hidden for another reason', () => {
    const [start, late, last] = finalsOf([A('4111 1111 1111'), C('what is the phone number'), A('1111')]) as [
      RawSegment,
      RawSegment,
      RawSegment,
    ];
    expect(redactInOrder([start, late, last]).at(-1)).toBe('1111');
    expect(redactInOrder([start, last, late]).at(-1)).toBe('[CARD]');
  });

  it('gives the same texts in any order of the sides, on random dialogues', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = createRandom(seed);
      const said = dialogueOf(random);
      const inOrder = talk(...said);
      const arrival = interleave(finalsOf(said), random);
      const texts = redactInOrder(arrival);
      if (JSON.stringify(texts) !== JSON.stringify(inOrder))
        throw new Error(
          `seed ${seed}: ${JSON.stringify(arrival.map(({ text }) => text))}\n${JSON.stringify(texts)}\n${JSON.stringify(inOrder)}`,
        );
    }
  });
});

describe('CallRedactor: recalled finals in another order', () => {
  it('hides an answer when its question arrives after the takeover', () => {
    const [question, answer, echo] = finalsOf([A('the security code please'), C('seven seven two'), A('thanks')]) as [
      RawSegment,
      RawSegment,
      RawSegment,
    ];
    const redactor = new CallRedactor({ defaultCountry: 'US' });
    redactor.recall(echo);
    redactor.recall(answer);
    const { corrections } = redactor.redact(question);
    expect(corrections.map(({ text, revision }) => [text, revision])).toEqual([['[CVV]', 2]]);
  });

  it('keeps the placeholders of the former process, with the times of their words', () => {
    const [question, answer] = finalsOf([A('the card number please'), C('it is [CARD] and 1111')]) as [
      RawSegment,
      RawSegment,
    ];
    const words = answer.text
      .split(' ')
      .map((text, index) => ({ text, startMs: index * 100, endMs: index * 100 + 90 }));
    const redactor = new CallRedactor({ defaultCountry: 'US' });
    redactor.recall({ ...answer, words });
    const [correction] = redactor.redact(question).corrections;
    expect(correction?.text).toBe('it is [CARD] and [CARD]');
    expect(correction?.redactions).toEqual([
      { kind: 'CARD', startChar: 6, endChar: 12, startMs: 200, endMs: 290 },
      { kind: 'CARD', startChar: 17, endChar: 23, startMs: 400, endMs: 490 },
    ]);
  });
});
