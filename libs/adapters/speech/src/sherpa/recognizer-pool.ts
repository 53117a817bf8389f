import { backoffMs } from '@earshot/domain';
import { Failure, pause, type Clock, type Counter } from '@earshot/ports';
import type { RecognizerSetup } from './recognizer-protocol.js';
import { RecognizerThread } from './recognizer-thread.js';

/** Pauses before the second and later restarts in a row. */
const RESTART_BACKOFF = { firstMs: 1_000, maxMs: 60_000 };
/** A thread that ran this long did not fail because of its model. */
const HEALTHY_AFTER_MS = 60_000;

export interface RecognizerPoolOptions {
  readonly workerUrl: URL;
  readonly setup: RecognizerSetup;
  readonly workers: number;
  readonly clock: Clock;
  readonly restarts: Counter;
}

/** The recogniser threads. A lost thread is replaced: at once, then after growing pauses while its successors fail early. */
export class RecognizerPool {
  private threads: RecognizerThread[] = [];
  private restartsInARow = 0;
  private readonly closing = new AbortController();

  private constructor(private readonly options: RecognizerPoolOptions) {}

  /** Resolves when every thread has loaded the model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start(options: RecognizerPoolOptions): Promise<RecognizerPool> {
    const pool = new RecognizerPool(options);
    const threads = Array.from({ length: options.workers }, () => pool.startThread());
    try {
      await Promise.all(threads.map((thread) => thread.ready));
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** The thread with the fewest streams. Throws `Failure` `SPEECH_ENGINE_BUSY` while no thread runs. */
  findLeastLoaded(): RecognizerThread {
    const [first, ...others] = this.threads;
    if (first === undefined)
      throw new Failure('SPEECH_ENGINE_BUSY', 'no recogniser thread is running', { retryable: true });
    return others.reduce((least, thread) => (thread.streamCount < least.streamCount ? thread : least), first);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.threads.splice(0).map((thread) => thread.close()));
  }

  private startThread(): RecognizerThread {
    const { workerUrl, setup, clock } = this.options;
    const startedAtMs = clock.nowMs();
    const onLost = (lost: RecognizerThread) => {
      this.threads = this.threads.filter((other) => other !== lost);
      if (clock.nowMs() - startedAtMs >= HEALTHY_AFTER_MS) this.restartsInARow = 0;
      if (!this.closing.signal.aborted) this.restartThread();
    };
    const thread = new RecognizerThread({ workerUrl, setup, clock, onLost });
    this.threads.push(thread);
    return thread;
  }

  private restartThread(): void {
    this.options.restarts.add();
    const isFirst = this.restartsInARow === 0;
    this.restartsInARow += 1;
    if (isFirst) return void this.startThread();
    const pauseMs = backoffMs(this.restartsInARow - 1, RESTART_BACKOFF);
    void pause(this.options.clock, pauseMs, this.closing.signal).then(() => {
      if (!this.closing.signal.aborted) this.startThread();
    });
  }
}
