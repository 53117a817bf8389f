import { jitteredBackoffMs, type BackoffLimits } from '@earshot/domain';
import { pause, type Circuit, type Clock } from '@earshot/ports';
import type { ComprehendApi } from './comprehend-api.js';
import { classifyFailure, UnreadableAnswer, type RequestFailure } from './comprehend-failure.js';
import { normalizeSentiment, type SentimentThresholds } from './normalize-sentiment.js';
import type { TextBatch } from './text-batch.js';

/** Pauses between the attempts of one batch. They end when no text of the batch waits any more. */
const PAUSES: BackoffLimits = { firstMs: 50, maxMs: 1_000 };

export interface BatchSenderOptions {
  readonly thresholds: SentimentThresholds;
  readonly random: () => number;
}

/** Sends one batch to Comprehend, again after a passing failure, and settles each text of the batch. */
export class BatchSender {
  constructor(
    private readonly api: Pick<ComprehendApi, 'detectSentiments'>,
    private readonly circuit: Circuit<RequestFailure>,
    private readonly clock: Clock,
    private readonly options: BatchSenderOptions,
  ) {}

  /** Never rejects. */
  async sendBatch(batch: TextBatch): Promise<void> {
    for (let failures = 1; batch.waitingTexts.length > 0; failures++) {
      if (!this.circuit.startRequest()) return batch.settleAll('circuit-open');
      const failure = await this.trySending(batch);
      if (failure === null) return this.circuit.reportSuccess();
      this.circuit.reportFailure(failure);
      if (!failure.isRetryable || this.circuit.isOpen) return batch.settleAll(failure.cause);
      await pause(this.clock, jitteredBackoffMs(failures, PAUSES, this.options.random), batch.signal);
    }
  }

  private async trySending(batch: TextBatch): Promise<RequestFailure | null> {
    const texts = batch.waitingTexts;
    try {
      const answer = await this.api.detectSentiments(
        texts.map(({ text }) => text),
        batch.language,
        batch.signal,
      );
      const results = answer.ResultList ?? [];
      if (results.length + (answer.ErrorList ?? []).length === 0) throw new UnreadableAnswer();
      const sentiments = new Map(results.map((one) => [one.Index, normalizeSentiment(one, this.options.thresholds)]));
      texts.forEach((text, index) => text.settle(sentiments.get(index) ?? 'item'));
      return null;
    } catch (error) {
      return classifyFailure(error);
    }
  }
}
