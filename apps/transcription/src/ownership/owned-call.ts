import type { CallId } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import { pause, type Clock, type Logger, type TakenProgress, type TranscriptProgressStore } from '@earshot/ports';
import type { CallOutcome, CallRemainder, CallTranscription } from '../track/call-transcription.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';
import { beginProgress, resumeProgress, type FirstMessage } from './begin-progress.js';
import type { CallFactory } from './call-factory.js';

/** `unknown`: nothing of the call was saved, and its first message is not enough to begin. `failed`: it was not taken. */
export type OwnedOutcome = Exclude<CallOutcome, 'taken-over'> | 'unknown' | 'failed';

export interface OwnedCallOptions {
  readonly callId: CallId;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: TranscriptionMetrics;
  /** The first pause before this process takes a call back from another owner. It doubles each time. */
  readonly takeAgainPauseMs: number;
}

const LONGEST_TAKE_AGAIN_PAUSE_MS = 60_000;
const TAKE_BACKOFF = { firstMs: 100, maxMs: 5_000 };

/**
 * One call that this process owns. The call is taken in the store before its first message is processed. When another
 * owner takes it, this process lets it go at once. If the bus still gives the call to this process after a pause, the
 * process takes it back, and transcribes the unacknowledged audio from the other owner's position on.
 */
export class OwnedCall {
  /** Resolves when this process is done with the call. */
  readonly over: Promise<OwnedOutcome>;
  private resolveOver: (outcome: OwnedOutcome) => void = () => {};
  private outcome: OwnedOutcome | null = null;
  private transcription: CallTranscription | null = null;
  private taking: Promise<void>;
  private readonly ending = new AbortController();
  private timesTakenOver = 0;
  private isDraining = false;

  constructor(
    private readonly store: TranscriptProgressStore,
    private readonly factory: CallFactory,
    private readonly options: OwnedCallOptions,
    first: FirstMessage | null,
  ) {
    this.over = new Promise((resolve) => (this.resolveOver = resolve));
    this.taking = this.take(first);
  }

  /** Resolves with the call's transcription once the call is taken, or why there is none. Rejects if it cannot be taken. */
  async whenTaken(): Promise<CallTranscription | OwnedOutcome> {
    for (;;) {
      // If the call could not be taken, `taking` rejects with the reason.
      if ((await Promise.race([this.taking, this.over])) === 'failed') await this.taking;
      if (this.outcome !== null || this.transcription === null) return this.outcome ?? 'lost';
      if (!this.transcription.isTakenOver) return this.transcription;
      await this.transcription.done;
    }
  }

  /** The call's transcription, if this process has the call now. */
  get current(): CallTranscription | null {
    return this.transcription;
  }

  /** The bus gave the call to another process. */
  lose(): void {
    this.transcription?.letGo('lost');
    this.end('lost');
  }

  async drain(handOver: boolean): Promise<void> {
    this.isDraining = true;
    if (this.transcription === null || this.transcription.isTakenOver) this.end('drained');
    else await this.transcription.drain(handOver);
  }

  private async take(first: FirstMessage | null): Promise<void> {
    const { callId } = this.options;
    let taken: TakenProgress;
    try {
      taken = await this.store.take({ callId });
    } catch (error) {
      this.end('failed');
      throw error;
    }
    if (this.outcome !== null) return;
    const begin = beginProgress(taken, first);
    if (begin === null) this.end('unknown');
    else if (begin.isCompleted) this.end('completed');
    else this.start(this.factory.createCall(callId, taken.epoch, begin));
  }

  private start(transcription: CallTranscription): void {
    this.transcription = transcription;
    void transcription.done.then((outcome) => {
      if (outcome !== 'taken-over') this.end(outcome);
      else if (this.isDraining) this.end('drained');
      else if (this.outcome === null) this.taking = this.takeAgain(transcription.remainder);
    });
  }

  private async takeAgain(remainder: CallRemainder): Promise<void> {
    const { callId, clock, logger, metrics, takeAgainPauseMs } = this.options;
    this.timesTakenOver += 1;
    metrics.callTakenOver();
    logger.warn({ callId, times: this.timesTakenOver }, 'another process took the call; this process lets it go');
    const limits = { firstMs: takeAgainPauseMs, maxMs: LONGEST_TAKE_AGAIN_PAUSE_MS };
    await pause(clock, backoffMs(this.timesTakenOver, limits), this.ending.signal);
    const taken = await this.takeUntilDone();
    if (taken === null) return;
    const begin = resumeProgress(taken, remainder);
    if (begin.isCompleted) {
      for (const acknowledge of remainder.unsavedMessages) acknowledge();
      remainder.audio.acknowledgeAll();
      this.end('completed');
    } else this.start(this.factory.createCall(callId, taken.epoch, begin, remainder));
  }

  /** Resolves null when this process is done with the call before it could take it. */
  private async takeUntilDone(): Promise<TakenProgress | null> {
    const { callId, clock } = this.options;
    for (let attempt = 1; this.outcome === null; attempt++) {
      const taken = await this.store.take({ callId }).catch(() => null);
      if (this.outcome !== null) return null;
      if (taken !== null) return taken;
      await pause(clock, backoffMs(attempt, TAKE_BACKOFF), this.ending.signal);
    }
    return null;
  }

  private end(outcome: OwnedOutcome): void {
    this.outcome ??= outcome;
    this.transcription = null;
    this.ending.abort();
    this.resolveOver(this.outcome);
  }
}
