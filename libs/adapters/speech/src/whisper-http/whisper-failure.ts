import { Failure } from '@earshot/ports';
import { errorReason } from '../error-text.js';
import { lostRequest, RequestError } from '../requests/request-error.js';

/** The request got no answer. The cause names the host and not the key. */
export const noAnswer = (cause: unknown): RequestError =>
  lostRequest(`the Whisper server does not answer: ${errorReason(cause)}`, cause);

export const lateAnswer = (timeoutMs: number): RequestError =>
  lostRequest(`the Whisper server did not answer within ${timeoutMs} ms`);

/** Status codes that another attempt with the same settings meets again, and what to do about them. */
const lastingStatuses: Readonly<Record<number, string>> = {
  401: 'does not accept WHISPER_API_KEY',
  403: 'does not allow the request; check WHISPER_API_KEY',
  404: 'knows no such path or model; check WHISPER_URL and WHISPER_MODEL',
  405: 'takes no transcription requests at WHISPER_URL',
};

/** Whether the server does not take the form of the request, so that another form may do. */
export const isRefusedForm = (status: number): boolean => status === 400 || status === 415 || status === 422;

/** What an answer without a result means. The text of the server is left out: it may repeat what was said. */
export function refusedRequest(status: number, retryAfterMs: number | null): RequestError {
  if (status === 429 || status === 503) {
    const message = `the Whisper server is over a limit (status ${status})`;
    return new RequestError(new Failure('SPEECH_RATE_LIMITED', message, { retryable: true }), retryAfterMs);
  }
  if (status >= 500) return lostRequest(`the Whisper server failed (status ${status})`);
  const otherReason = status >= 300 && status < 400 ? 'redirects elsewhere; check WHISPER_URL' : 'refuses the request';
  const reason = lastingStatuses[status] ?? otherReason;
  return new RequestError(
    new Failure('SPEECH_REQUEST_REFUSED', `the Whisper server ${reason} (status ${status})`, { retryable: false }),
  );
}
