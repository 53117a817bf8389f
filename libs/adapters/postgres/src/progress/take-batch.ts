import type { TakenProgress, TranscriptWork } from '@earshot/ports';

export const keyOf = ({ callId, requestId = '' }: TranscriptWork): string => `${requestId}\n${callId}`;

interface Waiting {
  readonly work: TranscriptWork;
  resolve(taken: TakenProgress): void;
  reject(error: unknown): void;
}

/** Calls taken in one statement. */
const MAX_BATCH = 500;

/**
 * Gathers what is to be taken while the former statement runs: a process that gets a thousand calls at once takes them
 * in a few statements.
 */
export class TakeBatch {
  private waiting: Waiting[] = [];
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
    // Calls of the same moment belong together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.takeNext();
    this.running = false;
  }

  private async takeNext(): Promise<void> {
    const batch = this.nextBatch();
    try {
      const taken = await this.takeAll(batch.map(({ work }) => work));
      for (const { work, resolve, reject } of batch) {
        const one = taken.get(keyOf(work));
        if (one === undefined) reject(new Error('a call was not taken'));
        else resolve(one);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Each key once: two who take the same call get an epoch each, one after the other. */
  private nextBatch(): Waiting[] {
    const batch = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const one of this.waiting) {
      const key = keyOf(one.work);
      if (batch.size < MAX_BATCH && !batch.has(key)) batch.set(key, one);
      else later.push(one);
    }
    this.waiting = later;
    return [...batch.values()];
  }
}
