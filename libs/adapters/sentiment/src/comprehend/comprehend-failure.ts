/** Why Comprehend scored none of the texts of a request. */
export type RequestFailureCause = 'throttled' | 'unavailable' | 'unreadable' | 'refused' | 'timeout';

export interface RequestFailure {
  readonly cause: RequestFailureCause;
  /** The SDK's name of the error. Its message may quote the request, so nobody may log it. */
  readonly errorName: string;
  readonly isRetryable: boolean;
}

/** Comprehend answered, but with nothing about the texts. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

const throttlingErrors = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
]);

/** Names what went wrong with a request. */
export function classifyFailure(error: unknown): RequestFailure {
  const { name: errorName, $metadata } = asSdkError(error);
  const status = $metadata?.httpStatusCode;
  const failure = (cause: RequestFailureCause, isRetryable: boolean) => ({ cause, errorName, isRetryable });
  if (errorName === 'AbortError') return failure('timeout', false);
  if (errorName === 'CredentialsProviderError') return failure('refused', false);
  if (throttlingErrors.has(errorName) || status === 429) return failure('throttled', true);
  if (error instanceof UnreadableAnswer || error instanceof SyntaxError) return failure('unreadable', true);
  if (status !== undefined && status >= 400 && status < 500) return failure('refused', false);
  return failure('unavailable', true);
}

interface SdkError {
  readonly name: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const asSdkError = (error: unknown): SdkError => (error instanceof Error ? error : new Error('unknown'));
