import type { LanguageCode } from '@aws-sdk/client-comprehend';
import type { Clock } from '@earshot/ports';
import { TextBatch, type PendingText } from './text-batch.js';

/** Requests under way at once. Further batches wait, and their texts fall back when their time is up. */
const MAX_REQUESTS = 8;
/** Texts that wait for a request. It is ten times as many as all requests hold. */
const MAX_QUEUED_TEXTS = 2_000;

interface CollectingBatch {
  readonly batch: TextBatch;
  readonly cancelTimer: () => void;
}

/** Collects texts of all calls into batches of one language and hands each batch to `send`, which must not reject. */
export class BatchQueue {
  private readonly collecting = new Map<LanguageCode, CollectingBatch>();
  private readonly waiting: TextBatch[] = [];
  private readonly requests = new Set<Promise<void>>();
  private queuedTexts = 0;
  private isClosed = false;

  constructor(
    private readonly clock: Clock,
    private readonly batchWaitMs: number,
    private readonly send: (batch: TextBatch) => Promise<void>,
  ) {}

  /** Returns false when the queue does not take the text. */
  add(text: PendingText, language: LanguageCode): boolean {
    if (this.isClosed || this.queuedTexts >= MAX_QUEUED_TEXTS) return false;
    const { batch } = this.collecting.get(language) ?? this.startBatch(language);
    batch.add(text);
    this.queuedTexts += 1;
    if (batch.isFull) this.finishBatch(language);
    return true;
  }

  /** Sends what waits and resolves when no request is under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const language of [...this.collecting.keys()]) this.finishBatch(language);
    while (this.requests.size > 0) await Promise.all(this.requests);
  }

  private startBatch(language: LanguageCode): CollectingBatch {
    const cancelTimer = this.clock.schedule(this.batchWaitMs, () => this.finishBatch(language));
    const started = { batch: new TextBatch(language), cancelTimer };
    this.collecting.set(language, started);
    return started;
  }

  private finishBatch(language: LanguageCode): void {
    const finished = this.collecting.get(language);
    if (finished === undefined) return;
    finished.cancelTimer();
    this.collecting.delete(language);
    this.waiting.push(finished.batch);
    this.sendWaiting();
  }

  private sendWaiting(): void {
    while (this.requests.size < MAX_REQUESTS) {
      const batch = this.waiting.shift();
      if (batch === undefined) return;
      this.queuedTexts -= batch.texts.length;
      const request = this.send(batch).finally(() => {
        this.requests.delete(request);
        this.sendWaiting();
      });
      this.requests.add(request);
    }
  }
}
