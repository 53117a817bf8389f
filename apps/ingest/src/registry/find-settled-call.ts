import type { CallId } from '@earshot/contracts';
import type { Clock, KnownCall, StreamRegistry } from '@earshot/ports';
import { findKnownCall, type KnownCallWatcher } from './find-known-call.js';

/** Longer than the store is behind a call's audio in ordinary times. */
const SETTLES_IN_MS = 1_500;
/** A call that still moves then is one that somebody else carries on. */
const MAX_QUESTIONS = 4;

/**
 * Asks where a call stands until two answers agree: what the former process published last is stored a moment later, and
 * a call that goes on from before that would have its next audio taken for what is known. A new call, or one that is
 * over, needs one answer. Returns how to stop asking.
 */
export function findSettledCall(
  registry: StreamRegistry,
  callId: CallId,
  clock: Clock,
  watcher: KnownCallWatcher,
): () => void {
  let stop = () => {};
  const ask = (before: KnownCall | null, question: number): void => {
    stop = findKnownCall(registry, callId, clock, {
      onFailure: (attempt, error) => watcher.onFailure(attempt, error),
      onAnswer: (known) => {
        const isSettled = known === null || known.state === 'CLOSED' || isSame(known, before);
        if (isSettled || question >= MAX_QUESTIONS) return watcher.onAnswer(known);
        stop = clock.schedule(SETTLES_IN_MS, () => ask(known, question + 1));
      },
    });
  };
  ask(null, 1);
  return () => stop();
}

const isSame = (known: KnownCall, before: KnownCall | null): boolean =>
  known.nextSequence === before?.nextSequence && known.positionSample === before.positionSample;
