import { Failure, type Counter } from '@earshot/ports';
import type { FairQueue, WorkOwner } from '../fair-queue.js';
import { ListeningProcess, type ListeningProgram } from './listening-process.js';

/** A piece of work for a process. */
export interface Job {
  readonly owner: WorkOwner;
  /** How often a process may end by this job before it is given up. */
  readonly attempts: number;
  run(process: ListeningProcess): Promise<void>;
  onStart(): void;
  reject(error: unknown): void;
}

/** One place for a process, which is replaced when it ends. It does one job after the other. */
export class ProcessSlot {
  private process: ListeningProcess | null = null;
  private isBusy = false;
  private isClosed = false;

  constructor(
    private readonly program: ListeningProgram,
    private readonly restarts: Counter,
    private readonly takeNext: () => Job | undefined,
  ) {}

  get isStarted(): boolean {
    return this.process !== null;
  }

  /** CPU time that the process took for the second of its trial; null before its start. */
  get trialMs(): number | null {
    return this.process?.trialMs ?? null;
  }

  /** Rejects with retryable `Failure` `SPEECH_ENGINE_CRASHED` when the process cannot start. */
  async start(): Promise<void> {
    this.isBusy = true;
    try {
      await this.readProcess();
    } finally {
      this.isBusy = false;
    }
  }

  /** Starts a process before there is work for it. If that fails, the first job tries again and reports it. */
  startAhead(): void {
    if (this.isBusy || this.isStarted) return;
    const workOn = () => void this.work();
    void this.start().then(workOn, workOn);
  }

  /** Does the jobs that wait. */
  async work(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (let job = this.takeNext(); job !== undefined; job = this.takeNext()) await this.run(job);
    } finally {
      this.isBusy = false;
    }
  }

  /** Forgets the detector of a stream. */
  forget(stream: number): void {
    this.process?.forget(stream);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.process?.kill();
  }

  private async run(job: Job): Promise<void> {
    job.onStart();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await job.run(await this.readProcess());
      } catch (error) {
        if (this.isClosed) return job.reject(poolClosed());
        this.restarts.add();
        if (attempt >= job.attempts) return job.reject(error);
      }
    }
  }

  private async readProcess(): Promise<ListeningProcess> {
    if (this.process?.isAlive === true) return this.process;
    const process = await ListeningProcess.start(this.program);
    this.process = process;
    if (this.isClosed) await process.kill();
    return process;
  }
}

/** Rejects the work that waits and ends the processes. */
export async function closeSlots(slots: readonly ProcessSlot[], queues: readonly FairQueue<Job>[]): Promise<void> {
  const closing = slots.map((slot) => slot.close());
  for (const queue of queues) for (const job of queue.remove(() => true)) job.reject(poolClosed());
  await Promise.all(closing);
}

export const poolClosed = (): Failure => new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed');
