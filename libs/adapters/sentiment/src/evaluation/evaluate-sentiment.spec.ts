import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LexiconSentimentEngine } from '../lexicon/lexicon.sentiment-engine.js';
import { evaluateSentiment, readLabelledUtterances } from './evaluate-sentiment.js';

describe('evaluateSentiment', () => {
  it('has at least 300 different utterances, with both roles and all labels in each part', async () => {
    const utterances = await readLabelledUtterances();
    expect(utterances.length).toBeGreaterThanOrEqual(300);
    expect(new Set(utterances.map(({ text }) => text)).size).toBe(utterances.length);
    for (const split of ['dev', 'held-out']) {
      const ones = utterances.filter((one) => one.split === split);
      expect(new Set(ones.map(({ label }) => label)).size).toBe(3);
      expect(new Set(ones.map(({ role }) => role)).size).toBe(2);
    }
  });

  it('keeps the held-out lines frozen, so that a new lexicon is measured on the same lines', async () => {
    const heldOut = (await readLabelledUtterances()).filter(({ split }) => split === 'held-out');
    expect(heldOut.length).toBeGreaterThanOrEqual((await readLabelledUtterances()).length / 2);
    const lines = heldOut.map(({ role, label, text }) => `${role}\t${label}\t${text}\n`).join('');
    expect(createHash('sha256').update(lines).digest('hex')).toBe(
      'ca93f1989249fcec934104e0a06e8d144688b74a1c8a4ff91b15c7268476ffd9',
    );
  });

  it('gives the lexicon a macro F1 of at least 0.75 on the part that tuned it', async () => {
    const [dev] = await evaluateSentiment(new LexiconSentimentEngine());
    expect(dev?.split).toBe('dev');
    expect(dev?.macroF1).toBeGreaterThanOrEqual(0.75);
  });

  it('gives a constant engine a macro F1 below 0.3', async () => {
    const same = { name: 'same', score: () => Promise.resolve({ label: 'NEUTRAL', score: 0 } as const) };
    for (const { macroF1 } of await evaluateSentiment(same)) expect(macroF1).toBeLessThan(0.3);
  });
});
