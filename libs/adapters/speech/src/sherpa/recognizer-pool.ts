import { Failure, type Clock, type Counter } from '@earshot/ports';
import type { RecognizerSetup } from './recognizer-protocol.js';
import { RecognizerThread } from './recognizer-thread.js';

const RESTART_AFTER_MS = 1_000;
const RESTART_AFTER_MAX_MS = 60_000;
/** A thread that lived this long was not lost to its own model. */
const HEALTHY_AFTER_MS = 60_000;

export interface RecognizerPoolOptions {
  readonly workerUrl: URL;
  readonly setup: RecognizerSetup;
  readonly workers: number;
  readonly clock: Clock;
  readonly restarts: Counter;
}

/** The threads. One that is lost is replaced: at once, then after growing pauses while its successors die young. */
export class RecognizerPool {
  private threads: RecognizerThread[] = [];
  private restartAfterMs = 0;
  private closed = false;
  private readonly cancels = new Set<() => void>();

  private constructor(private readonly options: RecognizerPoolOptions) {}

  /** Resolves when every thread has its model loaded; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
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

  /** The thread with the fewest streams. Throws `Failure` `SPEECH_ENGINE_BUSY` while there is none. */
  leastLoaded(): RecognizerThread {
    const [first, ...others] = this.threads;
    if (first === undefined)
      throw new Failure('SPEECH_ENGINE_BUSY', 'no recogniser thread is running', { retryable: true });
    return others.reduce((least, thread) => (thread.load < least.load ? thread : least), first);
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const cancel of this.cancels) cancel();
    await Promise.all(this.threads.splice(0).map((thread) => thread.close()));
  }

  private startThread(): RecognizerThread {
    const { workerUrl, setup, clock } = this.options;
    const startedAtMs = clock.nowMs();
    const thread = new RecognizerThread(workerUrl, setup, (lost) => {
      this.threads = this.threads.filter((other) => other !== lost);
      if (clock.nowMs() - startedAtMs >= HEALTHY_AFTER_MS) this.restartAfterMs = 0;
      if (!this.closed) this.restart();
    });
    this.threads.push(thread);
    return thread;
  }

  private restart(): void {
    this.options.restarts.add();
    const pauseMs = this.restartAfterMs;
    this.restartAfterMs = Math.min(RESTART_AFTER_MAX_MS, Math.max(RESTART_AFTER_MS, pauseMs * 2));
    if (pauseMs === 0) return void this.startThread();
    const cancel = this.options.clock.schedule(pauseMs, () => {
      this.cancels.delete(cancel);
      this.startThread();
    });
    this.cancels.add(cancel);
  }
}
