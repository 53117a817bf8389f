import type { CallId } from '@earshot/contracts';
import type { Clock, KnownCall, Logger } from '@earshot/ports';
import type { CallLookup } from './call-lookup.js';
import { locateCall, type CallPosition } from './locate-call.js';

/** Failed attempts before a call shows that the registry is unavailable: about three seconds when they fail at once. */
const UNAVAILABLE_AFTER_ATTEMPTS = 5;
/** How long a returning call waits to learn whether another process had it. */
const RETURN_ANSWER_MS = 2_000;
/** Audio of another process may be stored a little later, so the store must say twice that the call is here. */
const CONFIRM_AFTER_MS = 3_000;
/** The store lags: ask again after this time. */
const ASK_AGAIN_AFTER_MS = 5_000;
/** A store that lags for longer than this is not expected to catch up. */
const LONGEST_DOUBT_MS = 600_000;

export interface KnownCallsOptions {
  /** How long a call whose connection was lost waits for its client. */
  readonly reconnectWindowMs: number;
  /** Whether a client may return to another process. */
  readonly isShared: boolean;
}

/** A call whose connection was lost. */
export interface LostCall {
  readonly callId: CallId;
  /** How far this process published it; null while its position is not known. */
  getPublished(): CallPosition | null;
  onNobodyReturned(): void;
  /** Another process has the call, or had it. */
  onMoved(): void;
}

/** Finds out what other processes know about a call. Each method returns a function that stops the search. */
export class KnownCalls {
  constructor(
    private readonly lookup: CallLookup,
    private readonly options: KnownCallsOptions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  get isShared(): boolean {
    return this.options.isShared;
  }

  /** Finds a call that starts here with an id from its client. */
  findStartedCall(
    callId: CallId,
    caller: { onAnswer(known: KnownCall | null): void; onUnanswered(): void; onUnavailable(): void },
  ): () => void {
    return this.lookup.ask({
      callId,
      untilSettled: this.isShared,
      onAnswer: (known) => caller.onAnswer(known),
      onUnanswered: () => caller.onUnanswered(),
      onFailure: (attempt, error) => {
        const fields = { callId, attempt, err: error };
        this.logger.warn(fields, 'could not ask the registry for a call; trying again');
        if (attempt === UNAVAILABLE_AFTER_ATTEMPTS) caller.onUnavailable();
      },
    });
  }

  /** Finds a call whose client returns here. Answers null when the registry takes longer than two seconds. */
  findReturnedCall(callId: CallId, onAnswer: (known: KnownCall | null) => void): () => void {
    return this.lookup.ask({ callId, giveUpAfterMs: RETURN_ANSWER_MS, onAnswer });
  }

  /**
   * Waits for the client of a lost call. When the reconnect window is over, the store says whether the call continues
   * elsewhere: a process that was suspended, or whose client went to another one, must not close a call that is alive.
   */
  awaitReturn(call: LostCall): () => void {
    const { reconnectWindowMs, isShared } = this.options;
    const doubtUntilMs = this.clock.nowMs() + reconnectWindowMs + LONGEST_DOUBT_MS;
    const waitThenAsk = (delayMs: number, isConfirming: boolean) =>
      this.clock.schedule(delayMs, () => {
        stop = this.locateLostCall(call, (location) => {
          if (location === 'ELSEWHERE') return call.onMoved();
          const isSure = location === 'HERE' ? isConfirming : this.clock.nowMs() >= doubtUntilMs;
          if (isSure) return call.onNobodyReturned();
          stop = location === 'HERE' ? waitThenAsk(CONFIRM_AFTER_MS, true) : waitThenAsk(ASK_AGAIN_AFTER_MS, false);
        });
      });
    let stop = isShared
      ? waitThenAsk(reconnectWindowMs, false)
      : this.clock.schedule(reconnectWindowMs, () => call.onNobodyReturned());
    return () => stop();
  }

  private locateLostCall(
    { callId, getPublished }: LostCall,
    onAnswer: (location: ReturnType<typeof locateCall>) => void,
  ): () => void {
    return this.lookup.ask({
      callId,
      onAnswer: (known) => {
        const published = getPublished();
        onAnswer(published === null ? 'UNKNOWN' : locateCall(known, published));
      },
      onFailure: (attempt, error) => {
        const fields = { callId, attempt, err: error };
        this.logger.debug(fields, 'could not ask the registry for a lost call; trying again');
      },
    });
  }
}
