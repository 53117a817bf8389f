import type { CallId } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import { answerWithin, pause, type Clock, type KnownCall, type StreamRegistry } from '@earshot/ports';

const ATTEMPT_TIMEOUT_MS = 5_000;
const RETRY_PAUSES = { firstMs: 100, maxMs: 5_000 };
/** Longer than the store usually lags behind a call's audio. */
const SETTLES_IN_MS = 1_500;
/** The registry answers in milliseconds when it is well. */
const UNANSWERED_AFTER_MS = 1_000;
/** If the position still changes after this many answers, another process is carrying the call. */
const MAX_ANSWERS = 4;

export interface CallQuestion {
  readonly callId: CallId;
  /**
   * Ask until two answers agree. The last audio of the former process is stored a moment later, and a call that continued
   * from an earlier position would publish audio at positions that are taken. Null or a closed call needs one answer.
   */
  readonly untilSettled?: boolean;
  /** After this time, the answer is null. Absent: ask until the registry answers. */
  readonly giveUpAfterMs?: number;
  onAnswer(known: KnownCall | null): void;
  /** There is no answer after a second. Called at most once. */
  onUnanswered?(): void;
  /** An attempt failed or took too long; another follows. `attempt` counts from 1. */
  onFailure?(attempt: number, error: unknown): void;
}

/**
 * Asks the registry about one call, with growing pauses between attempts, until it answers. It never guesses: if a known
 * call counted as new, its clock would restart.
 */
export class CallLookup {
  constructor(
    private readonly registry: StreamRegistry,
    private readonly clock: Clock,
  ) {}

  /** Returns a function that stops the question. After that, and after the answer, no callback is called. */
  ask(question: CallQuestion): () => void {
    const asking = new AbortController();
    const answer = (known: KnownCall | null) => {
      if (asking.signal.aborted) return;
      asking.abort();
      question.onAnswer(known);
    };
    const { giveUpAfterMs } = question;
    if (giveUpAfterMs !== undefined) void pause(this.clock, giveUpAfterMs, asking.signal).then(() => answer(null));
    this.findCall(question, asking.signal)
      .then(answer)
      .catch((error: unknown) => question.onFailure?.(1, error));
    return () => asking.abort();
  }

  private async findCall(question: CallQuestion, signal: AbortSignal): Promise<KnownCall | null> {
    let before: KnownCall | null = null;
    const cancelReport = this.clock.schedule(UNANSWERED_AFTER_MS, () => signal.aborted || question.onUnanswered?.());
    for (let answers = 1; ; answers++) {
      const known = await this.findOnce(question, signal);
      cancelReport();
      const isNewOrOver = known === null || known.state === 'CLOSED';
      const isSettled = question.untilSettled !== true || isNewOrOver || isSamePosition(known, before);
      if (isSettled || answers >= MAX_ANSWERS || signal.aborted) return known;
      before = known;
      await pause(this.clock, SETTLES_IN_MS, signal);
    }
  }

  private async findOnce({ callId, onFailure }: CallQuestion, signal: AbortSignal): Promise<KnownCall | null> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        return await answerWithin(this.clock, ATTEMPT_TIMEOUT_MS, () => this.registry.find(callId));
      } catch (error) {
        if (!signal.aborted) onFailure?.(attempt, error);
        await pause(this.clock, backoffMs(attempt, RETRY_PAUSES), signal);
      }
    }
    return null;
  }
}

const isSamePosition = (known: KnownCall, before: KnownCall | null): boolean =>
  known.nextSequence === before?.nextSequence &&
  known.positionSample === before.positionSample &&
  known.pause?.changedAtMs === before.pause?.changedAtMs;
