import { Failure, pause, type Clock, type Logger } from '@earshot/ports';
import { SAMPLE_RATE_HZ } from '../listening/speech-windows.js';
import type { WhisperClient } from './whisper-client.js';
import { WhisperRequestError } from './whisper-failure.js';

const LOOK_AGAIN_MS = 30_000;

/** Whether the server takes requests. While it does not, half a second of silence asks it again every 30 s. */
export class ServerCheck {
  private problem: Failure | null = new Failure('SPEECH_STREAM_LOST', 'the Whisper server has not answered yet', {
    retryable: true,
  });
  private readonly closing = new AbortController();
  private looking: Promise<void> | null = null;

  constructor(
    private readonly client: WhisperClient,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Why the server cannot be used; null while it can. */
  get obstacle(): Failure | null {
    return this.problem;
  }

  /** Resolves when the server takes requests. */
  look(): Promise<void> {
    this.looking ??= this.lookUntilUsable().finally(() => (this.looking = null));
    return this.looking;
  }

  /** The server refused a request of a call. */
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
      await this.client.transcribe(new Int16Array(SAMPLE_RATE_HZ / 2), undefined, this.closing.signal);
      return null;
    } catch (error) {
      if (!(error instanceof WhisperRequestError)) throw error;
      // A server that is busy for now can be used.
      return error.failure.code === 'SPEECH_RATE_LIMITED' ? null : error.failure;
    }
  }

  private noteProblem(problem: Failure): void {
    if (problem.message !== this.problem?.message)
      this.logger.warn({ code: problem.code, reason: problem.message }, 'the Whisper server cannot be used');
    this.problem = problem;
  }
}
