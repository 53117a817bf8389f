import { Failure, pause, type Clock, type Logger } from '@earshot/ports';

const LOOK_AGAIN_MS = 30_000;

export interface CheckedService {
  /** What a sentence calls it, e.g. `the Whisper server`. */
  readonly name: string;
  /** Sends a small request. Rejects with a `Failure` when the service does not take it. */
  probe(signal: AbortSignal): Promise<void>;
}

/** Whether a remote service takes requests. While it does not, a small request asks it again every 30 s. */
export class ServiceCheck {
  private problem: Failure | null;
  private readonly closing = new AbortController();
  private looking: Promise<void> | null = null;

  constructor(
    private readonly service: CheckedService,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.problem = new Failure('SPEECH_STREAM_LOST', `${service.name} has not answered yet`, { retryable: true });
  }

  /** Why the service cannot be used; null while it can. */
  get obstacle(): Failure | null {
    return this.problem;
  }

  /** Resolves when the service takes requests, or the check is closed. */
  look(): Promise<void> {
    this.looking ??= this.lookUntilUsable().finally(() => (this.looking = null));
    return this.looking;
  }

  /** The service refused a request of a call, and would refuse the next one too. */
  noteRefusal(failure: Failure): void {
    if (this.problem !== null) return;
    this.noteProblem(failure);
    void pause(this.clock, LOOK_AGAIN_MS, this.closing.signal).then(() => this.look());
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.looking;
  }

  private async lookUntilUsable(): Promise<void> {
    while (!this.closing.signal.aborted) {
      const problem = await this.findProblem();
      if (this.closing.signal.aborted) return;
      if (problem === null) {
        this.problem = null;
        return;
      }
      this.noteProblem(problem);
      await pause(this.clock, LOOK_AGAIN_MS, this.closing.signal);
    }
  }

  private async findProblem(): Promise<Failure | null> {
    try {
      await this.service.probe(this.closing.signal);
      return null;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // A service that is busy for now can be used.
      return error.code === 'SPEECH_RATE_LIMITED' ? null : error;
    }
  }

  private noteProblem(problem: Failure): void {
    if (problem.message !== this.problem?.message)
      this.logger.warn({ code: problem.code, reason: problem.message }, `${this.service.name} cannot be used`);
    this.problem = problem;
  }
}
