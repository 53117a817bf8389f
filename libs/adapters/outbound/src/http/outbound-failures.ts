import { Failure } from '@earshot/ports';

export const addressRefused = (): Failure =>
  new Failure('OUTBOUND_ADDRESS_REFUSED', 'The host has an address that is not public, and no setting allows it.');

export const outboundTimeout = (limitMs: number): Failure =>
  new Failure('OUTBOUND_TIMEOUT', `No answer within ${limitMs} ms.`, { retryable: true });

/** What a status of HTTP says about the request; null for a success. A redirect is not followed: it could lead anywhere. */
export function failureOfStatus(status: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return new Failure('OUTBOUND_REDIRECTED', `HTTP ${status}: redirects are not followed.`);
  const retryable = status >= 500 || status === 408 || status === 429;
  return new Failure('OUTBOUND_REFUSED', `HTTP ${status}.`, { retryable });
}

/** The failure of a request that got no answer. The error of a socket may name addresses, so only its code is kept. */
export function unreachable(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code } = (error ?? {}) as { code?: unknown };
  return new Failure('OUTBOUND_UNREACHABLE', `No connection (${typeof code === 'string' ? code : 'unknown'}).`, {
    retryable: true,
    cause: error,
  });
}
