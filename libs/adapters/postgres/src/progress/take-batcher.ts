import type { TakenProgress, TranscriptWork } from '@earshot/ports';

export const workKey = ({ callId, requestId = '' }: TranscriptWork): string => `${requestId}\n${callId}`;

interface WaitingTake {
  readonly work: TranscriptWork;
  resolve(taken: TakenProgress): void;
  reject(error: unknown): void;
}

/** Most calls in one statement. */
const MAX_BATCH = 500;

/**
 * Gathers the calls to take while the previous statement runs, so that a process that gets a thousand calls at once takes
 * them in a few statements.
 */
export class TakeBatcher {
  private waiting: WaitingTake[] = [];
  private running = false;

  constructor(
    private readonly takeAll: (works: readonly TranscriptWork[]) => Promise<ReadonlyMap<string, TakenProgress>>,
  ) {}

  take(work: TranscriptWork): Promise<TakenProgress> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ work, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    // Waits for the other calls of this turn of the event loop.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.takeNext();
    this.running = false;
  }

  private async takeNext(): Promise<void> {
    const batch = this.nextBatch();
    try {
      const taken = await this.takeAll(batch.map(({ work }) => work));
      for (const { work, resolve, reject } of batch) {
        const one = taken.get(workKey(work));
        if (one === undefined) reject(new Error('the statement returned no row for a call'));
        else resolve(one);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Contains each call once. If two callers take the same call, the second one waits for the next batch and its own epoch. */
  private nextBatch(): WaitingTake[] {
    const batch = new Map<string, WaitingTake>();
    const later: WaitingTake[] = [];
    for (const one of this.waiting) {
      const key = workKey(one.work);
      if (batch.size < MAX_BATCH && !batch.has(key)) batch.set(key, one);
      else later.push(one);
    }
    this.waiting = later;
    return [...batch.values()];
  }
}
