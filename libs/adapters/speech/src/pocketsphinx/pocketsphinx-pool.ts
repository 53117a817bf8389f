import type { Counter } from '@earshot/ports';
import { FairQueue, type WorkOwner } from '../fair-queue.js';
import { PocketsphinxProcess, type PocketsphinxProgram } from './pocketsphinx-process.js';

/** Attempts at one span before the pool gives it up. */
const MAX_ATTEMPTS = 3;

/** A spoken span to decode. */
export interface DecodeJob {
  readonly owner: WorkOwner;
  readonly samples: Int16Array;
  readonly signal: AbortSignal;
  /** A process begins with the span. */
  onStart(): void;
}

interface Job extends DecodeJob {
  resolve(lines: string[]): void;
  reject(error: unknown): void;
}

/**
 * Decoding processes, started when first needed and shared by all streams. The calls take turns. The streams bound the queue: each one waits
 * while too much of its audio is queued.
 */
export class PocketsphinxPool {
  private readonly waiting = new FairQueue<Job>();
  private busy = 0;
  private idle: PocketsphinxProcess[] = [];
  private readonly alive = new Set<PocketsphinxProcess>();
  private spanCount = 0;
  private closed = false;

  constructor(
    private readonly program: PocketsphinxProgram,
    private readonly workers: number,
    private readonly restarts: Counter,
  ) {}

  /** Decodes one span. A process that dies is replaced, and the span is tried again. An aborted job resolves with no lines. */
  decode(job: DecodeJob): Promise<string[]> {
    return new Promise((resolve, reject) => {
      this.waiting.add({ ...job, resolve, reject });
      this.startNext();
    });
  }

  /** Kills the processes. Queued jobs resolve with no lines. */
  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.remove(() => true)) job.resolve([]);
    await Promise.all([...this.alive].map((process) => process.kill()));
  }

  private startNext(): void {
    while (this.busy < this.workers) {
      const job = this.waiting.take();
      if (job === undefined) return;
      this.busy += 1;
      job.onStart();
      void this.runJob(job)
        .then(job.resolve, job.reject)
        .finally(() => {
          this.busy -= 1;
          this.startNext();
        });
    }
  }

  private async runJob(job: Job): Promise<string[]> {
    for (let attempt = 1; ; attempt += 1) {
      if (job.signal.aborted || this.closed) return [];
      let process: PocketsphinxProcess | undefined;
      try {
        process = await this.takeProcess();
        const lines = await process.decode(`u${(this.spanCount += 1)}`, job.samples);
        this.idle.push(process);
        return lines;
      } catch (error) {
        await process?.kill();
        if (this.closed) return [];
        this.restarts.add();
        if (attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  private async takeProcess(): Promise<PocketsphinxProcess> {
    for (const process of this.alive) if (!process.isAlive) this.alive.delete(process);
    this.idle = this.idle.filter((process) => process.isAlive);
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    const fresh = await PocketsphinxProcess.start(this.program);
    this.alive.add(fresh);
    if (this.closed) await fresh.kill();
    return fresh;
  }
}
