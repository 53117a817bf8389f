import { Failure } from '@earshot/ports';

/** Why a request failed, and how long the server wants to be left alone. */
export class RequestError extends Error {
  constructor(
    readonly failure: Failure,
    readonly retryAfterMs: number | null = null,
  ) {
    super(failure.message, { cause: failure });
  }
}

/** A request that failed once and may succeed with the next attempt. */
export const lostRequest = (message: string, cause?: unknown): RequestError =>
  new RequestError(new Failure('SPEECH_STREAM_LOST', message, { retryable: true, cause }));

/** `what` names no spoken word. */
export const invalidAnswer = (what: string): RequestError =>
  new RequestError(new Failure('SPEECH_RESULT_INVALID', `the speech server sent ${what}`, { retryable: true }));
