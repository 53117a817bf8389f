import type { CallId } from '@earshot/contracts';
import type { Clock, Logger, StreamRegistry } from '@earshot/ports';
import { findKnownCall } from '../registry/find-known-call.js';
import { whereaboutsOf, type OwnPlace } from '../registry/whereabouts.js';

/** What another process received may be stored a little later: the store is asked twice before it is believed. */
const ASK_TWICE_AFTER_MS = 3_000;
/** The store is behind: it is asked again. */
const ASK_AGAIN_AFTER_MS = 5_000;
/** A store that is behind for longer than this will not say it any more. */
const LONGEST_DOUBT_MS = 600_000;

export interface AbsenceParts {
  readonly registry: StreamRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly reconnectWindowMs: number;
  /** Whether a client may come back to another process. */
  readonly isShared: boolean;
}

export interface AbsentCall {
  readonly callId: CallId;
  /** How far it came here; null while that is not known. */
  place(): OwnPlace | null;
  /** Nobody carries it on. */
  nobodyCame(): void;
  /** Another process carries it on, or did. */
  wentElsewhere(): void;
}

/**
 * The time in which a call waits for its source. At its end the store is asked whether the call goes on elsewhere: a
 * process that stood still, or whose client came back to another one, must not close a call that is alive. Returns how
 * to end the waiting.
 */
export function awaitSource(call: AbsentCall, parts: AbsenceParts): () => void {
  const { registry, clock, logger, reconnectWindowMs, isShared } = parts;
  const { callId } = call;
  let stop = clock.schedule(reconnectWindowMs, () => (isShared ? ask(false) : call.nobodyCame()));
  const overAtMs = clock.nowMs() + reconnectWindowMs + LONGEST_DOUBT_MS;
  const onFailure = (attempt: number, error: unknown) =>
    logger.debug({ callId, attempt, error: String(error) }, 'asking where a call went failed, trying again');
  const ask = (isConfirming: boolean): void => {
    stop = findKnownCall(registry, callId, clock, {
      onFailure,
      onAnswer: (known) => {
        const place = call.place();
        const where = place === null ? 'UNKNOWN' : whereaboutsOf(known, place);
        if (where === 'ELSEWHERE') return call.wentElsewhere();
        const isSure = where === 'HERE' ? isConfirming : clock.nowMs() >= overAtMs;
        if (isSure) return call.nobodyCame();
        stop =
          where === 'HERE'
            ? clock.schedule(ASK_TWICE_AFTER_MS, () => ask(true))
            : clock.schedule(ASK_AGAIN_AFTER_MS, () => ask(false));
      },
    });
  };
  return () => stop();
}
