import type { CallId } from '@earshot/contracts';
import { restartPauseMs } from '@earshot/domain';
import type { TakenProgress } from '@earshot/ports';
import { beginOf, type FirstHeard, type Leftover } from './call-begin.js';
import type { CallContexts } from './call-contexts.js';
import { CallTranscription, type CallOutcome } from '../track/call-transcription.js';

/** `unknown`: nothing was saved of it, and its first message does not say enough to begin. `failed`: not taken. */
export type OwnedOutcome = Exclude<CallOutcome, 'fenced'> | 'unknown' | 'failed';

const LONGEST_FENCED_PAUSE_MS = 60_000;

/**
 * One call in the hands of this process. Taken before anything of it is processed. When another process turns out to
 * have taken it since, it is let go at once, without a word; if the bus still gives the call to this process after a
 * pause, it is taken again, and the audio that is not acknowledged is heard from where that other process was.
 */
export class OwnedCall {
  /** Resolves when this process has nothing to do with it any more. */
  readonly over: Promise<OwnedOutcome>;
  private resolveOver: (outcome: OwnedOutcome) => void = () => {};
  private outcome: OwnedOutcome | null = null;
  private call: CallTranscription | null = null;
  private taking: Promise<void>;
  private endPause: () => void = () => {};
  private fencings = 0;
  private isDraining = false;

  constructor(
    private readonly contexts: CallContexts,
    private readonly callId: CallId,
    first: FirstHeard | null,
  ) {
    this.over = new Promise((resolve) => (this.resolveOver = resolve));
    this.taking = this.take(first);
  }

  /** The call while this process has it, waiting while it is being taken; rejects where it cannot be. */
  async current(): Promise<CallTranscription | OwnedOutcome> {
    for (;;) {
      // Waiting ends with the call; where it could not be taken, with the reason.
      if ((await Promise.race([this.taking, this.over])) === 'failed') await this.taking;
      if (this.outcome !== null || this.call === null) return this.outcome ?? 'lost';
      if (!this.call.isFenced) return this.call;
      await this.call.done;
    }
  }

  /** The call as it is now, without waiting. */
  get now(): CallTranscription | null {
    return this.call;
  }

  /** The bus gave the call to another process. */
  lose(): void {
    this.call?.letGo('lost');
    this.end('lost');
  }

  async drain(handOver: boolean): Promise<void> {
    this.isDraining = true;
    if (this.call === null || this.call.isFenced) this.end('drained');
    else await this.call.drain(handOver);
  }

  private async take(first: FirstHeard | null): Promise<void> {
    let taken: TakenProgress;
    try {
      taken = await this.contexts.progress.take({ callId: this.callId });
    } catch (error) {
      this.end('failed');
      throw error;
    }
    if (this.outcome !== null) return;
    const begin = beginOf(taken, first);
    if (begin === null) this.end('unknown');
    else if (begin.isCompleted) this.end('completed');
    else this.start(new CallTranscription(this.contexts.create({ callId: this.callId }, taken.epoch, begin)));
  }

  private start(call: CallTranscription): void {
    this.call = call;
    void call.done.then((outcome) => {
      if (outcome !== 'fenced') this.end(outcome);
      else if (this.isDraining) this.end('drained');
      else if (this.outcome === null) this.taking = this.takeAgain(call.leftover);
    });
  }

  private async takeAgain(leftover: Leftover): Promise<void> {
    const { process, settings, metrics } = this.contexts;
    const { callId } = this;
    this.fencings += 1;
    metrics.fenced();
    process.logger.warn({ callId, times: this.fencings }, 'another process took the call: it is let go');
    await this.pause(Math.min(LONGEST_FENCED_PAUSE_MS, settings.fencedPauseMs * 2 ** (this.fencings - 1)));
    const taken = await this.takeUntilDone();
    if (taken === null) return;
    const begin = taken.saved ?? leftover.progress;
    if (begin.isCompleted) {
      leftover.pending.settleAll();
      this.end('completed');
    } else {
      this.start(new CallTranscription(this.contexts.create({ callId }, taken.epoch, begin), leftover));
    }
  }

  /** Null when the call is over here before it could be taken. */
  private async takeUntilDone(): Promise<TakenProgress | null> {
    for (let attempt = 1; this.outcome === null; attempt++) {
      const taken = await this.contexts.progress.take({ callId: this.callId }).catch(() => null);
      if (this.outcome !== null) return null;
      if (taken !== null) return taken;
      await this.pause(restartPauseMs(attempt));
    }
    return null;
  }

  private end(outcome: OwnedOutcome): void {
    this.outcome ??= outcome;
    this.call = null;
    this.endPause();
    this.resolveOver(this.outcome);
  }

  private pause(pauseMs: number): Promise<void> {
    if (this.outcome !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.contexts.process.clock.schedule(pauseMs, resolve);
      this.endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}
