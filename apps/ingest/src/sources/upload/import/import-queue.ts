import type { CallId } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { ImportJob, ImportOutcome } from './import-job.js';
import type { Postponed } from './import-recording.js';
import { nameCall, type NamedRecording } from './name-call.js';

/** A call that is refused for now is tried again after this time. */
const TRY_AGAIN_MS = 5_000;

export type RunImport = (
  job: ImportJob,
  named: NamedRecording,
  signal: AbortSignal,
) => Promise<ImportOutcome | Postponed>;

/** Runs a bounded number of imports at once. Senders take turns, so that nobody waits for all recordings of somebody else. */
export class ImportQueue {
  /** The waiting jobs of each sender, oldest first. The sender whose turn is next comes first. */
  private readonly waiting = new Map<string, ImportJob[]>();
  private readonly running = new Set<Promise<void>>();
  /** Imports of one call run one after another: the second one finds that the call exists. */
  private readonly busyCalls = new Map<CallId, Promise<void>>();
  private readonly stopping = new AbortController();
  private isOpen = false;

  constructor(
    private readonly maxAtOnce: number,
    private readonly runImport: RunImport,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Jobs wait until then. */
  open(): void {
    this.isOpen = true;
    this.runNext();
  }

  add(job: ImportJob): void {
    if (this.stopping.signal.aborted) return;
    const { key } = job.owner;
    this.waiting.set(key, [...(this.waiting.get(key) ?? []), job]);
    this.runNext();
  }

  /** Stops all imports. Their calls stay open for the next process. */
  stop(): void {
    this.stopping.abort();
    this.waiting.clear();
  }

  /** Resolves when no import runs any more. */
  async close(): Promise<void> {
    this.stop();
    await Promise.all(this.running);
  }

  private runNext(): void {
    while (this.isOpen && this.running.size < this.maxAtOnce) {
      const job = this.takeNext();
      if (job === undefined) return;
      const run = this.run(job)
        .catch((error: unknown) => {
          this.onError(error);
          job.onEnd({ state: 'FAILED', code: 'UPLOAD_UNREADABLE' });
        })
        .finally(() => {
          this.running.delete(run);
          this.runNext();
        });
      this.running.add(run);
    }
  }

  private takeNext(): ImportJob | undefined {
    const [next] = this.waiting;
    if (next === undefined) return undefined;
    const [sender, [job, ...others]] = next;
    this.waiting.delete(sender);
    if (others.length > 0) this.waiting.set(sender, others);
    return job;
  }

  private async run(job: ImportJob): Promise<void> {
    job.onProgress({ readBytes: 0 });
    const named = await nameCall(job);
    const before = this.busyCalls.get(named.callId) ?? Promise.resolve();
    const run = before.then(() => this.runNamed(job, named));
    const settled = run.catch(() => undefined);
    this.busyCalls.set(named.callId, settled);
    try {
      await run;
    } finally {
      if (this.busyCalls.get(named.callId) === settled) this.busyCalls.delete(named.callId);
    }
  }

  private async runNamed(job: ImportJob, named: NamedRecording): Promise<void> {
    const outcome = await this.runImport(job, named, this.stopping.signal);
    if (outcome.state === 'POSTPONED') this.clock.schedule(TRY_AGAIN_MS, () => this.add(job));
    else job.onEnd(outcome);
  }
}
