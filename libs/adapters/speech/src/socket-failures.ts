import { Failure } from '@earshot/ports';
import { errorReason } from './error-text.js';

/** What goes wrong with the WebSocket of a speech service, as failures of a stream. */
export interface SocketFailures {
  lateHandshake(limitMs: number): Failure;
  noConnection(cause: unknown): Failure;
  /** What an answer other than a WebSocket means. The text of the server is left out: it may name the account. */
  refusedHandshake(status: number): Failure;
  /** A stream that ended while more was due. Code 1000 is a close without an error. */
  endedEarly(code: number): Failure;
  invalidMessage(what: string): Failure;
  closedEngine(): Failure;
}

/**
 * `service`: how a sentence names it. `lastingStatuses`: status codes that another attempt with the same settings meets again,
 * and what to do about them; `otherStatus` for all other ones.
 */
export function createSocketFailures(
  service: string,
  lastingStatuses: Readonly<Record<number, string>>,
  otherStatus: string,
): SocketFailures {
  const lost = (what: string, cause?: unknown) =>
    new Failure('SPEECH_STREAM_LOST', `${service} ${what}`, { retryable: true, cause });
  return {
    lateHandshake: (limitMs) => lost(`did not open the stream within ${limitMs} ms`),
    noConnection: (cause) => lost(`does not answer: ${errorReason(cause)}`, cause),
    refusedHandshake: (status) => {
      if (status === 429 || status === 503)
        return new Failure('SPEECH_RATE_LIMITED', `${service} is over a limit (status ${status})`, { retryable: true });
      if (status >= 500) return lost(`failed (status ${status})`);
      const reason = lastingStatuses[status] ?? otherStatus;
      return new Failure('SPEECH_REQUEST_REFUSED', `${service} ${reason} (status ${status})`, { retryable: false });
    },
    endedEarly: (code) => {
      const kind = code === 1_000 || code === 1_005 ? 'SPEECH_STREAM_CLOSED' : 'SPEECH_STREAM_LOST';
      return new Failure(kind, `${service} ended the stream too early (code ${code})`, { retryable: true });
    },
    invalidMessage: (what) => new Failure('SPEECH_RESULT_INVALID', `${service} sent ${what}`, { retryable: true }),
    closedEngine: () => new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed'),
  };
}
