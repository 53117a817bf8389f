import { Failure } from '@earshot/ports';
import { AuthorizationResponseError } from 'openid-client';

export const providerUnavailable = (cause?: unknown): Failure =>
  new Failure('IDENTITY_PROVIDER_UNAVAILABLE', 'The identity provider does not answer. Try again soon.', {
    retryable: true,
    cause,
  });

export const providerRefused = (cause?: unknown): Failure =>
  new Failure('PROVIDER_REFUSED', 'The identity provider did not let this person in.', {
    retryable: false,
    cause,
  });

/** What failed at the provider, or in its answer. The library wraps what our `fetch` throws. */
export function toProviderFailure(error: unknown): Failure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof Failure) return cause;
  return isOutage(error) ? providerUnavailable(error) : providerRefused(error);
}

const isOutage = (error: unknown): boolean =>
  error instanceof AuthorizationResponseError && ['server_error', 'temporarily_unavailable'].includes(error.error);
