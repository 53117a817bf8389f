import { describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import { createRandom } from '../../test/random.js';
import { CallRedactor } from './call-redactor.js';
import { passesLuhn } from './card-numbers.js';

const DIALOGUES = 400;
const digitWords = 'zero one two three four five six seven eight nine'.split(' ');

type Random = () => number;

const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)] as T;
const createDigits = (count: number, random: Random): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

function createCard(random: Random): string {
  const body = `4${createDigits(14, random)}`;
  return body + [...'0123456789'].find((check) => passesLuhn(body + check));
}

const numbers: Record<string, { beginnings: readonly string[]; create(random: Random): string }> = {
  card: { beginnings: ['', 'my card is', 'it is'], create: createCard },
  phone: {
    beginnings: ['', 'my phone is', 'call me at'],
    create: (random) => `2${createDigits(2, random)}5${createDigits(6, random)}`,
  },
  'social security number': {
    beginnings: ['my social is', 'social security'],
    create: (random) => `3${createDigits(8, random)}`,
  },
  'security code': { beginnings: ['the cvv is', 'security code'], create: (random) => createDigits(3, random) },
};

/** Says the digits one by one, or writes some of them as a group, with hesitations. */
function sayDigits(digits: string, random: Random): string[] {
  const words: string[] = [];
  for (let at = 0; at < digits.length;) {
    const length = random() < 0.5 ? 1 : 1 + Math.floor(random() * 4);
    words.push(length === 1 ? (digitWords[Number(digits[at])] as string) : digits.slice(at, at + length));
    at += length;
    if (random() < 0.1) words.push('uh');
  }
  return words;
}

const countDigits = (text: string): number =>
  text
    .split(/\W+/)
    .reduce((sum, word) => sum + (/^\d+$/.test(word) ? word.length : Number(digitWords.includes(word))), 0);

function redactText(text: string, isPartial: boolean): string {
  const { segment } = new CallRedactor({ defaultCountry: 'US' }).redact({
    segmentId: 'c-0-0' as SegmentId,
    ...exampleSpeaker('CUSTOMER'),
    revision: 1,
    isPartial,
    startMs: 0,
    endMs: 900,
    text,
    words: [],
    engine: 'scripted',
    recognizedAtMs: 0,
  });
  return segment.text;
}

describe('CallRedactor: partials', () => {
  it.each(Object.keys(numbers))('shows at most two digits of a %s that its final hides', (name) => {
    const { beginnings, create } = numbers[name] as (typeof numbers)[string];
    const random = createRandom(7);
    let hidden = 0;
    for (let dialogue = 0; dialogue < DIALOGUES; dialogue += 1) {
      const words = [pick(beginnings, random), ...sayDigits(create(random), random), 'thanks a lot'];
      const final = words.join(' ').trim();
      // The generator also makes numbers that nobody can call private: an impossible area code, a run of zeros.
      if (countDigits(redactText(final, false)) > 0) continue;
      hidden += 1;
      const spoken = final.split(' ');
      spoken.forEach((_, index) => {
        const partial = spoken.slice(0, index + 1).join(' ');
        const shown = redactText(partial, true);
        if (countDigits(shown) > 2) throw new Error(`dialogue ${dialogue}: "${partial}" is shown as "${shown}"`);
      });
    }
    expect(hidden).toBeGreaterThan(DIALOGUES * 0.9);
  });
});
