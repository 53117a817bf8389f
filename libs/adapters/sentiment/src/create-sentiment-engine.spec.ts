import { expect, it } from '@jest/globals';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { createSentimentEngine } from './create-sentiment-engine.js';
import { sentimentConfigSchema } from './sentiment.config.js';

const create = (env: Record<string, string>) =>
  createSentimentEngine(sentimentConfigSchema.parse(env), {
    clock: new ManualClock(),
    logger: new CapturingLogger(),
    metrics: new CapturingMetrics(),
    timeoutMs: 250,
  });

it('takes the lexicon unless the settings choose another engine', async () => {
  const { engine, requireHealthy, close } = await create({});
  expect(engine.name).toBe('lexicon');
  expect(requireHealthy).toBeUndefined();
  await close();
});

it('refuses unknown engines and thresholds that are no probability', () => {
  expect(() => sentimentConfigSchema.parse({ SENTIMENT_ENGINE: 'oracle' })).toThrow();
  expect(() => sentimentConfigSchema.parse({ COMPREHEND_POSITIVE_THRESHOLD: '40' })).toThrow();
});

it('does not start with Comprehend when no region is known', async () => {
  const before = { ...process.env };
  delete process.env['AWS_REGION'];
  process.env['AWS_CONFIG_FILE'] = '/does-not-exist';
  try {
    await expect(create({ SENTIMENT_ENGINE: 'comprehend' })).rejects.toMatchObject({
      code: 'SENTIMENT_ENGINE_UNUSABLE',
      message: expect.stringMatching(/^COMPREHEND_REGION: /),
    });
  } finally {
    process.env = before;
  }
});
