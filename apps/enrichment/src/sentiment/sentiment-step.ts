import type { EventData } from '@earshot/contracts';
import { isUncertain } from '@earshot/domain';
import { Failure, type Clock, type Sentiment, type SentimentEngine } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';

export interface SentimentStepOptions {
  readonly timeoutMs: number;
  /** BCP 47 tag for finals whose engine does not tell their language. */
  readonly language: string;
  /** Finals that their engine is less sure of are not scored. */
  readonly minConfidence: number;
}

type ScoredFinal = Pick<
  EventData<'segment.enriched'>,
  'text' | 'words' | 'role' | 'language' | 'sentiment' | 'sentimentScore' | 'sentimentEngine'
>;

/** Scores the sentiment of finals. A final waits for its score no longer than the timeout. */
export class SentimentStep {
  constructor(
    private readonly engine: SentimentEngine,
    private readonly clock: Clock,
    private readonly metrics: Pick<EnrichmentMetrics, 'withoutSentiment'>,
    private readonly options: SentimentStepOptions,
  ) {}

  /**
   * A label that the speech engine gave stands. Else resolves with null when the words are uncertain, or the engine does not
   * know the language, fails or is too slow. Never rejects.
   */
  async scoreFinal(final: ScoredFinal): Promise<Sentiment | null> {
    if (final.sentiment !== undefined)
      return { label: final.sentiment, score: final.sentimentScore ?? null, engine: final.sentimentEngine };
    const { text, words, role, language = this.options.language } = final;
    const { timeoutMs, minConfidence } = this.options;
    if (isUncertain(words, minConfidence)) {
      this.metrics.withoutSentiment.add(1, { cause: 'confidence' });
      return null;
    }
    let cancelTimeout = () => {};
    const timeout = new Promise<never>((_, reject) => {
      cancelTimeout = this.clock.schedule(timeoutMs, () =>
        reject(new Failure('SENTIMENT_TIMEOUT', `The sentiment engine did not answer within ${timeoutMs} ms.`)),
      );
    });
    try {
      const sentiment = await Promise.race([this.engine.score(text, { role, language }), timeout]);
      if (sentiment === null) {
        this.metrics.withoutSentiment.add(1, { cause: 'language' });
        return null;
      }
      const { label, score, engine = this.engine.name } = sentiment;
      return { label, score: score === null ? null : toValidScore(score), engine };
    } catch (error) {
      const isTimeout = error instanceof Failure && error.code === 'SENTIMENT_TIMEOUT';
      this.metrics.withoutSentiment.add(1, { cause: isTimeout ? 'timeout' : 'failure' });
      return null;
    } finally {
      cancelTimeout();
    }
  }
}

function toValidScore(score: number): number {
  if (!Number.isFinite(score))
    throw new Failure('SENTIMENT_NOT_A_NUMBER', 'The sentiment engine returned a score that is not a number.');
  return Math.min(5, Math.max(-5, score));
}
