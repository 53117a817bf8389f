import { jitteredBackoffMs } from '@earshot/domain';
import { Failure, pause, type Clock, type Counter } from '@earshot/ports';
import { FairQueue, type WorkOwner } from '../fair-queue.js';
import type { RecognitionWork, RecognizedUtterance } from '../listening/utterance-recognizer.js';
import { normalizeWhisper } from './normalize-whisper.js';
import { RequestError } from './request-error.js';

/** Sends one utterance at a time to a server. */
export interface UtteranceClient {
  /**
   * An answer in the shape of Whisper's. Rejects with `RequestError`, or with the reason of the signal. `language`: ISO 639-1;
   * without it the server finds the language.
   */
  transcribe(samples: Int16Array, language: string | undefined, signal: AbortSignal): Promise<unknown>;
}

export interface UtteranceRequestsOptions {
  readonly maxRequests: number;
  readonly requests: Counter;
  readonly retries: Counter;
  /** The server refused a request in a way that the next one meets too. */
  onRefused(failure: Failure): void;
}

/** One utterance on its way to the server. */
interface Job {
  readonly owner: WorkOwner;
  readonly work: RecognitionWork;
  readonly language: string | undefined;
  readonly isPartial: boolean;
  /** Null where nobody needs the answer any more. */
  resolve(utterance: RecognizedUtterance | null): void;
  reject(failure: Failure): void;
}

const MAX_ATTEMPTS = 5;
const BACKOFF = { firstMs: 500, maxMs: 4_000 };
/** A server that asks for a longer pause fails the streams, so that another engine can take over. */
const MAX_PAUSE_MS = 15_000;

/**
 * The requests of all streams. Only so many are at the server at once; the calls take turns, live ones first, finals before
 * partials. A busy server gets no request of any call until its pause is over. The streams bound what they queue.
 */
export class UtteranceRequests {
  private readonly finals = new FairQueue<Job>();
  private readonly partials = new FairQueue<Job>();
  private readonly closing = new AbortController();
  private running = 0;
  private pausedUntilMs = 0;
  private cancelWake: () => void = () => {};

  constructor(
    private readonly client: UtteranceClient,
    private readonly clock: Clock,
    private readonly options: UtteranceRequestsOptions,
  ) {}

  /** Rejects with `Failure`. Null where the work is not wanted any more. */
  transcribe(work: RecognitionWork, language: string | undefined): Promise<RecognizedUtterance | null> {
    return this.add(work, language, false);
  }

  /** Null also where the server gives no answer at the first attempt. */
  transcribePartial(work: RecognitionWork, language: string | undefined): Promise<RecognizedUtterance | null> {
    return this.add(work, language, true).catch(() => null);
  }

  /** Ends the requests. */
  close(): void {
    this.closing.abort();
    this.cancelWake();
    this.rejectWaiting(closed());
  }

  private add(work: RecognitionWork, language: string | undefined, isPartial: boolean) {
    return new Promise<RecognizedUtterance | null>((resolve, reject) => {
      if (this.closing.signal.aborted) return reject(closed());
      const job: Job = { owner: work.owner, work, language, isPartial, resolve, reject };
      (isPartial ? this.partials : this.finals).add(job);
      this.startWaiting();
    });
  }

  private startWaiting(): void {
    this.cancelWake();
    const pauseMs = this.pausedUntilMs - this.clock.nowMs();
    if (pauseMs > MAX_PAUSE_MS) return this.rejectWaiting(busy());
    if (pauseMs > 0) {
      this.cancelWake = this.clock.schedule(pauseMs, () => this.startWaiting());
      return;
    }
    for (let job = this.takeNext(); job !== undefined; job = this.takeNext()) void this.run(job);
  }

  /** Partials leave the last place to finals. */
  private takeNext(): Job | undefined {
    const { maxRequests } = this.options;
    if (this.running >= maxRequests) return undefined;
    const final = this.finals.take();
    if (final !== undefined) return final;
    return this.running < Math.max(1, maxRequests - 1) ? this.partials.take() : undefined;
  }

  private async run(job: Job): Promise<void> {
    this.running += 1;
    try {
      job.resolve(await this.answer(job));
    } catch (error) {
      job.reject(error instanceof Failure ? error : closed());
    }
    this.running -= 1;
    if (!this.closing.signal.aborted) this.startWaiting();
  }

  private async answer(job: Job): Promise<RecognizedUtterance | null> {
    job.work.onStart();
    for (let attempt = 1; job.work.isWanted(); attempt += 1) {
      if (attempt > 1) this.options.retries.add();
      this.options.requests.add();
      try {
        const { samples } = job.work;
        return normalizeWhisper(
          await this.client.transcribe(samples, job.language, this.closing.signal),
          samples.length,
        );
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        await this.waitAfter(error, attempt, job.isPartial ? 1 : MAX_ATTEMPTS);
      }
    }
    return null;
  }

  /** Resolves when another attempt may be made. Rejects with the failure when it may not. */
  private async waitAfter({ failure, retryAfterMs }: RequestError, attempt: number, attempts: number) {
    if (!failure.retryable) this.options.onRefused(failure);
    const nowMs = this.clock.nowMs();
    const backoffMs = jitteredBackoffMs(attempt, BACKOFF, Math.random);
    if (failure.code === 'SPEECH_RATE_LIMITED')
      this.pausedUntilMs = Math.max(this.pausedUntilMs, nowMs + (retryAfterMs ?? backoffMs));
    const pauseMs = Math.max(backoffMs, this.pausedUntilMs - nowMs);
    if (!failure.retryable || attempt >= attempts || pauseMs > MAX_PAUSE_MS) throw failure;
    await pause(this.clock, pauseMs, this.closing.signal);
    if (this.closing.signal.aborted) throw closed();
  }

  private rejectWaiting(failure: Failure): void {
    for (const queue of [this.finals, this.partials]) for (const job of queue.remove(() => true)) job.reject(failure);
  }
}

const busy = () => new Failure('SPEECH_RATE_LIMITED', 'the speech server asked for a long pause', { retryable: true });

const closed = () => new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed');
