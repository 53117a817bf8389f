import { Failure } from '@earshot/ports';

/** Errors that another attempt with the same settings and credentials meets again. */
const lastingErrors: Readonly<Record<string, string>> = {
  BadRequestException: 'Amazon Transcribe refuses the options of the session',
  ValidationException: 'Amazon Transcribe refuses the options of the session',
  ResourceNotFoundException: 'Amazon Transcribe does not know the vocabulary or the language model',
  AccessDeniedException: 'the AWS credentials may not use Amazon Transcribe',
  UnrecognizedClientException: 'AWS does not know the credentials',
  InvalidSignatureException: 'AWS does not accept the signature',
  CredentialsProviderError: 'there are no AWS credentials',
};

/** Answers of a service that is over a limit or over its capacity for now. */
const busyErrors = ['LimitExceededException', 'ServiceUnavailableException', 'ThrottlingException'];

export const isBusy = (error: unknown): boolean => error instanceof Failure && error.code === 'SPEECH_RATE_LIMITED';

/**
 * The failure that an error of the SDK means. `isOpen`: the session was open, so its options were accepted and another
 * session may work. The text of the service is left out, because it may name accounts and resources.
 */
export function toTranscribeFailure(error: unknown, isOpen: boolean): Failure {
  if (error instanceof Failure) return error;
  const name = error instanceof Error ? error.name : 'Error';
  const { code, $metadata } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (busyErrors.includes(name) || status === 429 || status === 503)
    return new Failure('SPEECH_RATE_LIMITED', `Amazon Transcribe is over a limit: ${name}`, {
      retryable: true,
      cause: error,
    });
  const reason = lastingErrors[name];
  if (reason !== undefined && !isOpen)
    return new Failure('SPEECH_REQUEST_REFUSED', `${reason}: ${name}`, { retryable: false, cause: error });
  const detail = typeof code === 'string' ? code : name;
  return new Failure('SPEECH_STREAM_LOST', `the session of Amazon Transcribe broke: ${detail}`, {
    retryable: true,
    cause: error,
  });
}

/** The failure that an exception within an open session means. */
export function toExceptionFailure(exceptionType: string): Failure {
  const error = new Error('Amazon Transcribe sent an exception');
  error.name = exceptionType;
  return toTranscribeFailure(error, true);
}
