import type { Channel } from '@earshot/contracts';
import { Failure, type Clock, type Sentiment, type SentimentEngine } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';

/** What scoring needs beside the words. */
export interface Scoring {
  readonly engine: SentimentEngine;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly language: string;
  readonly metrics: Pick<EnrichmentMetrics, 'withoutSentiment'>;
}

/** The sentiment of a final, or null when the engine fails or takes too long: a final never waits longer than the timeout. */
export async function scoreInTime(text: string, channel: Channel, scoring: Scoring): Promise<Sentiment | null> {
  const { engine, clock, timeoutMs, language, metrics } = scoring;
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.schedule(timeoutMs, () =>
      reject(new Failure('SENTIMENT_TIMEOUT', 'the sentiment engine took too long')),
    );
  });
  try {
    const { label, score } = await Promise.race([engine.score(text, { channel, language }), late]);
    if (!Number.isFinite(score)) throw new Failure('SENTIMENT_NOT_A_NUMBER', 'the sentiment engine gave no number');
    return { label, score: Math.min(5, Math.max(-5, score)) };
  } catch (error) {
    const cause = error instanceof Failure && error.code === 'SENTIMENT_TIMEOUT' ? 'timeout' : 'failure';
    metrics.withoutSentiment.add(1, { cause });
    return null;
  } finally {
    cancel();
  }
}
