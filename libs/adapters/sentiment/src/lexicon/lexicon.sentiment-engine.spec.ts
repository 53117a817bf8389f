import { describe, expect, it } from '@jest/globals';
import type { ParticipantRole } from '@earshot/contracts';
import { createSentimentEngine } from '../create-sentiment-engine.js';

const engine = createSentimentEngine('lexicon');
const score = (text: string, role: ParticipantRole = 'CUSTOMER', language = 'en-US') =>
  engine.score(text, { role, language });

describe('lexicon sentiment', () => {
  it.each([
    ['waiting for three weeks and nobody has called me back', 'NEGATIVE'],
    ['Great, so now my internet is down again.', 'NEGATIVE'],
    ['i want to cancel my account', 'NEGATIVE'],
    ['let me speak to a supervisor', 'NEGATIVE'],
    ['that worked, thank you so much', 'POSITIVE'],
    ['please confirm', 'NEUTRAL'],
    ['could you please confirm the date', 'NEUTRAL'],
    ['it is not bad at all', 'POSITIVE'],
    ['i am not happy', 'NEGATIVE'],
    ['', 'NEUTRAL'],
    ['[CARD] [CVV]', 'NEUTRAL'],
  ])('"%s" is %s', async (text, label) => {
    expect((await score(text)).label).toBe(label);
  });

  it('is neutral about an agent who apologises or names a problem', async () => {
    expect((await score("I'm sorry to hear that, it must be frustrating", 'AGENT')).label).toBe('NEUTRAL');
    expect((await score('the payment failed because of an error', 'AGENT')).label).toBe('NEUTRAL');
    expect((await score('the payment failed because of an error', 'CUSTOMER')).label).toBe('NEGATIVE');
  });

  it('gives more weight to the words after "but"', async () => {
    expect((await score('the agent was nice but the service is terrible')).score).toBeLessThan(-1);
  });

  it('keeps scores within -5 and +5 with the sign of their label, and neutral at 0', async () => {
    for (const text of [
      'awful '.repeat(4_000),
      'excellent '.repeat(2_000),
      "don't ".repeat(3_000),
      'love hate '.repeat(2_000),
    ]) {
      const { label, score: value } = await score(text);
      expect(Math.abs(value)).toBeLessThanOrEqual(5);
      if (label === 'NEUTRAL') expect(value).toBe(0);
      if (label === 'NEGATIVE') expect(value).toBeLessThan(0);
      if (label === 'POSITIVE') expect(value).toBeGreaterThan(0);
    }
  });

  it('is neutral about other languages', async () => {
    expect(await score('i hate this', 'CUSTOMER', 'de-DE')).toEqual({ label: 'NEUTRAL', score: 0 });
  });

  it('refuses an unknown name', () => {
    expect(() => createSentimentEngine('oracle')).toThrow(
      expect.objectContaining({ code: 'SENTIMENT_ENGINE_UNKNOWN' }),
    );
  });
});
