import { Failure } from '@earshot/ports';
import { errorReason } from '../error-text.js';

/** Status codes that another attempt with the same settings meets again, and what to do about them. */
const lastingStatuses: Readonly<Record<number, string>> = {
  400: 'refuses the options; check DEEPGRAM_MODEL, DEEPGRAM_KEYTERMS and the language of the call',
  401: 'does not accept DEEPGRAM_API_KEY',
  402: 'has no credit left for DEEPGRAM_API_KEY',
  403: 'does not allow DEEPGRAM_API_KEY to use the model',
  404: 'knows no such path; check DEEPGRAM_URL',
};

/** What an answer other than a WebSocket means. The text of the server is left out: it may name the account. */
export function refusedHandshake(status: number): Failure {
  if (status === 429 || status === 503)
    return new Failure('SPEECH_RATE_LIMITED', `Deepgram is over a limit (status ${status})`, { retryable: true });
  if (status >= 500)
    return new Failure('SPEECH_STREAM_LOST', `Deepgram failed (status ${status})`, { retryable: true });
  const reason = lastingStatuses[status] ?? 'does not open a stream; check DEEPGRAM_URL';
  return new Failure('SPEECH_REQUEST_REFUSED', `Deepgram ${reason} (status ${status})`, { retryable: false });
}

export const noConnection = (cause: unknown): Failure =>
  new Failure('SPEECH_STREAM_LOST', `Deepgram does not answer: ${errorReason(cause)}`, { retryable: true, cause });

export const lateHandshake = (limitMs: number): Failure =>
  new Failure('SPEECH_STREAM_LOST', `Deepgram did not open the stream within ${limitMs} ms`, { retryable: true });

/** A stream that ended while more was due. Code 1000 is a close without an error. */
export function endedEarly(code: number): Failure {
  const kind = code === 1_000 || code === 1_005 ? 'SPEECH_STREAM_CLOSED' : 'SPEECH_STREAM_LOST';
  return new Failure(kind, `Deepgram ended the stream too early (code ${code})`, { retryable: true });
}

export const invalidMessage = (what: string): Failure =>
  new Failure('SPEECH_RESULT_INVALID', `Deepgram sent ${what}`, { retryable: true });

export const closedEngine = (): Failure => new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed');
