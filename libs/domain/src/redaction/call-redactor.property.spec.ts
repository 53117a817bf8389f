import { describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import { createRandom } from '../../test/random.js';
import { CallRedactor } from './call-redactor.js';
import { passesLuhn } from './card-numbers.js';

const names = 'zero one two three four five six seven eight nine'.split(' ');
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const pauses = [' ', ' ', ' ', '-', ', ', ' um ', ' and then ', ' okay ', '. ', ' uh so '];

function cardNumber(random: () => number): string {
  const length = 13 + Math.floor(random() * 7);
  const body = Array.from({ length: length - 1 }, () => Math.floor(random() * 10)).join('');
  for (let check = 0; check < 10; check++) if (passesLuhn(body + check)) return body + check;
  return body;
}

/** Cuts the digits into pieces. Each piece is written or spoken in one of the ways in which people do it. */
function sayDigits(digits: string, random: () => number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < digits.length;) {
    const way = random();
    const rest = digits.slice(at);
    const { piece, length } =
      way < 0.3
        ? writtenGroup(rest, random)
        : ((way < 0.5 ? repeatedDigit(rest) : null) ?? (way < 0.7 ? twoDigitNumber(rest) : null) ?? singleDigit(rest));
    pieces.push(piece);
    at += length;
  }
  return pieces;
}

interface SaidDigits {
  piece: string;
  length: number;
}

function writtenGroup(rest: string, random: () => number): SaidDigits {
  const size = 1 + Math.floor(random() * 6);
  return { piece: rest.slice(0, size), length: size };
}

const singleDigit = (rest: string): SaidDigits => ({ piece: names[Number(rest[0])] ?? '', length: 1 });

const repeatedDigit = (rest: string): SaidDigits | null =>
  rest.length > 1 && rest[0] === rest[1] ? { piece: `double ${names[Number(rest[0])]}`, length: 2 } : null;

/** "fourteen", "forty two", "forty" before a zero; null where "forty" could take the digit after it for its unit. */
function twoDigitNumber(rest: string): SaidDigits | null {
  const two = Number(rest.slice(0, 2));
  if (rest.length < 2 || two < 10) return null;
  if (two < 20) return { piece: teens[two - 10] ?? '', length: 2 };
  const ten = tens[Math.floor(two / 10)] ?? '';
  if (two % 10 > 0) return { piece: `${ten} ${names[two % 10]}`, length: 2 };
  return rest[2] === '0' ? { piece: ten, length: 2 } : null;
}

type Role = Parameters<typeof exampleSpeaker>[0];

interface Said {
  role: Role;
  text: string;
}

/** Spreads the number over segments. The agent may say something between them. */
function split(pieces: readonly string[], random: () => number): Said[] {
  const said: Said[] = [{ role: 'CUSTOMER', text: pieces[0] ?? '' }];
  for (const piece of pieces.slice(1)) {
    const last = said.at(-1);
    const joined = last?.role === 'CUSTOMER' && random() > 0.25;
    if (joined && last !== undefined) last.text += (pauses[Math.floor(random() * pauses.length)] ?? ' ') + piece;
    else {
      if (random() < 0.5) said.push({ role: 'AGENT', text: 'okay' });
      said.push({ role: 'CUSTOMER', text: piece });
    }
  }
  return said;
}

/** Counts the digits that a reader can recognise in a text. */
function countDigits(text: string): number {
  const words = text.split(/[^a-z0-9]+/i);
  return words.reduce((sum, word, index) => {
    if (/^\d+$/.test(word)) return sum + word.length;
    return (
      sum +
      (teens.includes(word)
        ? 2
        : names.includes(word) ||
            (word === 'double' && names.includes(words[index + 1] ?? '')) ||
            (word !== '' && tens.includes(word))
          ? 1
          : 0)
    );
  }, 0);
}

describe('CallRedactor: any card, cut in any way', () => {
  it('leaves no digit of the card in the final texts', () => {
    for (let seed = 1; seed <= 1_500; seed++) {
      const random = createRandom(seed);
      const digits = cardNumber(random);
      const said = split(sayDigits(digits, random), random);
      const redactor = new CallRedactor({ defaultCountry: 'US' });
      const texts = new Map<string, string>();
      said.forEach(({ role, text }, index) => {
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
        for (const { segmentId, text: shown } of [segment, ...corrections]) texts.set(segmentId, shown);
      });
      const shown = [...texts.values()].join(' ');
      const left = names.concat(teens, tens.filter(Boolean)).filter((name) => new RegExp(`\\b${name}\\b`).test(shown));
      if (/\d/.test(shown) || left.length > 0)
        throw new Error(`seed ${seed}: ${JSON.stringify(said)} -> ${JSON.stringify([...texts])}`);
    }
  }, 60_000);

  it('shows at most three digits of a card that somebody asked for, even in partials', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = createRandom(seed);
      const said = split(sayDigits(cardNumber(random), random), random);
      const redactor = new CallRedactor({ defaultCountry: 'US' });
      const shown = new Map<string, string>();
      const say = (id: string, role: Role, text: string, isPartial: boolean, index: number): void => {
        const { segment, corrections } = redactor.redact({
          segmentId: id as SegmentId,
          ...exampleSpeaker(role),
          revision: 1,
          isPartial,
          startMs: index * 1_000,
          endMs: index * 1_000 + 900,
          text,
          words: [],
          engine: 'scripted',
          recognizedAtMs: 0,
        });
        for (const one of [segment, ...corrections]) shown.set(one.segmentId, one.text);
        const visible = [...shown.values()].join(' ');
        if (countDigits(visible) > 3)
          throw new Error(`seed ${seed}: ${JSON.stringify(said)} -> ${JSON.stringify([...shown])}`);
      };
      say('a-0-0', 'AGENT', 'may i have the card number please', false, 0);
      said.forEach(({ role, text }, index) => {
        const words = text.split(' ');
        for (let count = 1; count < words.length; count++)
          say(`s-0-${index}`, role, words.slice(0, count).join(' '), true, index + 1);
        say(`s-0-${index}`, role, text, false, index + 1);
      });
    }
  }, 60_000);

  it('handles hostile texts of 20,000 characters in bounded work', () => {
    const hostile = [
      '1'.repeat(20_000),
      '1 '.repeat(10_000),
      'one '.repeat(5_000),
      '1234567 a b c d e f g '.repeat(900),
      'a@'.repeat(10_000),
      'a at b dot '.repeat(1_800),
      'card 4111 '.repeat(2_000),
      'oh '.repeat(6_600),
      'double '.repeat(2_800),
      '('.repeat(10_000) + '4155552671',
    ];
    for (const text of hostile) {
      const cut = text.slice(0, 20_000);
      const { segment } = new CallRedactor({ defaultCountry: 'US' }).redact({
        segmentId: 'c-0-0' as SegmentId,
        ...exampleSpeaker('CUSTOMER'),
        revision: 1,
        isPartial: false,
        startMs: 0,
        endMs: 1,
        text: cut,
        words: [],
        engine: 'scripted',
        recognizedAtMs: 0,
      });
      expect(segment.text.length).toBeLessThanOrEqual(20_000);
      expect(segment.redactions.length).toBeLessThanOrEqual(1_000);
    }
  });
});
