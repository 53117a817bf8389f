import type { CallId } from '@earshot/contracts';
import type { Clock, KnownCall, StreamRegistry } from '@earshot/ports';

const ATTEMPT_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

/** How asking went, for who waits. */
export interface KnownCallWatcher {
  onAnswer(known: KnownCall | null): void;
  /** An attempt failed or took too long; it is tried again. `attempt` counts from 1. */
  onFailure(attempt: number, error: unknown): void;
}

/**
 * Asks the registry until it answers, with growing pauses. Nothing is ever guessed: a known call taken for a new one
 * would restart its clock. Returns how to stop asking.
 */
export function findKnownCall(
  registry: StreamRegistry,
  callId: CallId,
  clock: Clock,
  watcher: KnownCallWatcher,
): () => void {
  let stopped = false;
  let cancelTimer = () => {};
  const ask = (attempt: number) => {
    let isOver = false;
    const finish = (then: () => void) => {
      if (isOver || stopped) return;
      isOver = true;
      cancelTimer();
      then();
    };
    const failed = (error: unknown) =>
      finish(() => {
        cancelTimer = clock.schedule(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS), () =>
          ask(attempt + 1),
        );
        watcher.onFailure(attempt, error);
      });
    cancelTimer = clock.schedule(ATTEMPT_TIMEOUT_MS, () => failed(new Error(`no answer in ${ATTEMPT_TIMEOUT_MS} ms`)));
    // An adapter that throws before it returns its promise is a failed attempt like any other.
    new Promise<KnownCall | null>((resolve) => resolve(registry.find(callId)))
      .then((known) => finish(() => watcher.onAnswer(known)), failed)
      .catch((error: unknown) => watcher.onFailure(attempt, error));
  };
  ask(1);
  return () => {
    stopped = true;
    cancelTimer();
  };
}
