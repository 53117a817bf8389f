import { Failure } from '@earshot/ports';
import { errorReason } from '../error-text.js';
import { lostRequest, RequestError } from '../requests/request-error.js';

/** The part of the SDK's errors that says what happened. Its message may repeat what the model said, so nobody may show it. */
interface SdkError {
  readonly name: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  /** `ModelError`: the status that the model itself gave. */
  readonly OriginalStatusCode?: number;
}

/** Errors that another attempt with the same settings meets again, and what to do about them. */
const lastingErrors: Readonly<Record<string, string>> = {
  ValidationError: 'knows no such endpoint; check SAGEMAKER_ENDPOINT_NAME and AWS_REGION',
  ValidationException: 'knows no such endpoint; check SAGEMAKER_ENDPOINT_NAME and AWS_REGION',
  AccessDeniedException: 'does not allow the request; the credentials need sagemaker:InvokeEndpoint',
  CredentialsProviderError: 'cannot be asked: the AWS SDK finds no credentials',
  UnrecognizedClientException: 'does not know the AWS credentials',
  InvalidSignatureException: 'refuses the signature; check the AWS credentials and the clock',
  ExpiredTokenException: 'refuses expired AWS credentials',
};

const isBusy = (status: number | undefined): boolean => status === 429 || status === 503;

/** What an error of the SDK means for a request. */
export function toRequestError(cause: unknown): RequestError {
  const { name, $metadata, OriginalStatusCode } = asSdkError(cause);
  const status = $metadata?.httpStatusCode;
  if (name === 'ModelError') return modelError(OriginalStatusCode);
  if (isBusy(status) || /Throttl|ServiceUnavailable|ModelNotReady/.test(name))
    return new RequestError(
      new Failure('SPEECH_RATE_LIMITED', `SageMaker is over a limit (${name})`, { retryable: true }),
    );
  const reason = lastingErrors[name];
  if (reason !== undefined || (status !== undefined && status >= 400 && status < 500))
    return refused(`SageMaker ${reason ?? `refuses the request (${name})`}`);
  if (status !== undefined && status >= 500) return lostRequest(`SageMaker failed (${name})`);
  return lostRequest(`SageMaker does not answer: ${errorReason(cause)}`, cause);
}

/** The endpoint is there, and its model gave no answer. */
function modelError(status: number | undefined): RequestError {
  if (isBusy(status)) {
    const message = `the model on SageMaker is over a limit (status ${status})`;
    return new RequestError(new Failure('SPEECH_RATE_LIMITED', message, { retryable: true }));
  }
  if (status === undefined || status >= 500) return lostRequest(`the model on SageMaker failed (status ${status})`);
  return refused(`the model on SageMaker takes no WAV files (status ${status}); check SAGEMAKER_ENDPOINT_NAME`);
}

export const lateAnswer = (timeoutMs: number): RequestError =>
  lostRequest(`SageMaker did not answer within ${timeoutMs} ms`);

const refused = (message: string) =>
  new RequestError(new Failure('SPEECH_REQUEST_REFUSED', message, { retryable: false }));

const asSdkError = (error: unknown): SdkError =>
  typeof error === 'object' && error !== null && 'name' in error ? (error as SdkError) : new Error('unknown');
