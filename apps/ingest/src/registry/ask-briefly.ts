import type { CallId } from '@earshot/contracts';
import type { Clock, KnownCall, StreamRegistry } from '@earshot/ports';
import { findKnownCall } from './find-known-call.js';

/** How long a call that comes back waits to hear whether it was elsewhere. */
const LONGEST_QUESTION_MS = 2_000;

/** Asks for a known call, and goes on without an answer, as if there were none, when that takes too long. Returns how to stop asking. */
export function askBriefly(
  registry: StreamRegistry,
  callId: CallId,
  clock: Clock,
  then: (known: KnownCall | null) => void,
): () => void {
  let stopAsking = () => {};
  const cancelWait = clock.schedule(LONGEST_QUESTION_MS, () => {
    stopAsking();
    then(null);
  });
  stopAsking = findKnownCall(registry, callId, clock, {
    onFailure: () => undefined,
    onAnswer: (known) => {
      cancelWait();
      then(known);
    },
  });
  return () => {
    cancelWait();
    stopAsking();
  };
}
