import type { Circuit, Clock, Counter, Sentiment, SentimentEngine } from '@earshot/ports';
import type { BatchQueue } from './batch-queue.js';
import { comprehendLanguageOf } from './comprehend-language.js';
import { cutText } from './cut-text.js';
import { COMPREHEND } from './normalize-sentiment.js';
import { PendingText, type FallbackCause } from './text-batch.js';

/** Comprehend's limit of one text, in UTF-8. */
const MAX_TEXT_BYTES = 5_000;

type Context = Parameters<SentimentEngine['score']>[1];

export interface ComprehendEngineOptions {
  /** A text that Comprehend has not scored after this time is scored by the fallback. */
  readonly answerWithinMs: number;
  readonly fallback: SentimentEngine;
  readonly fallbackCounter: Counter;
}

/** Scores texts with Amazon Comprehend, and with the fallback what Comprehend does not score in time. */
export class ComprehendSentimentEngine implements SentimentEngine {
  readonly name = COMPREHEND;

  constructor(
    private readonly queue: BatchQueue,
    private readonly circuit: Pick<Circuit<unknown>, 'allowsRequest'>,
    private readonly clock: Clock,
    private readonly options: ComprehendEngineOptions,
  ) {}

  async score(text: string, context: Context): Promise<Sentiment | null> {
    const outcome = await this.askComprehend(text, context);
    if (typeof outcome !== 'string') return outcome;
    const { fallback, fallbackCounter } = this.options;
    fallbackCounter.add(1, { cause: outcome });
    const sentiment = await fallback.score(text, context);
    return sentiment === null ? null : { ...sentiment, engine: fallback.name };
  }

  private async askComprehend(text: string, context: Context): Promise<Sentiment | FallbackCause> {
    const language = comprehendLanguageOf(context.language);
    if (language === null) return 'language';
    if (text.trim() === '') return 'no-text';
    if (!this.circuit.allowsRequest) return 'circuit-open';
    const pending = new PendingText(cutText(text, MAX_TEXT_BYTES, language));
    if (!this.queue.add(pending, language)) return 'queue-full';
    const cancelTimeout = this.clock.schedule(this.options.answerWithinMs, () => pending.settle('timeout'));
    return pending.outcome.finally(cancelTimeout);
  }
}
