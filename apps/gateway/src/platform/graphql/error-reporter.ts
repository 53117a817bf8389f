import type { ErrorCode } from '@earshot/contracts';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger, NewId } from '@earshot/ports';
import { PLATFORM_ERROR_CODES, RETRYABLE_CODES } from './client-error.js';

/** Longest error message for a client. The executor quotes what the client sent, which may be long. */
const MAX_MESSAGE_LENGTH = 500;

/** Messages for clients where the error's own message is for operators. */
const PUBLIC_MESSAGES: Readonly<Record<string, string>> = {
  STORE_UNAVAILABLE: 'The database does not answer. Try again in a moment.',
};

/**
 * Turns an error into what a client may see. An error with a public code keeps its code and message. Any other error
 * becomes `INTERNAL` with a correlation id, and only the log holds its cause.
 */
export class ErrorReporter {
  private readonly publicCodes: ReadonlySet<unknown>;

  constructor(
    private readonly logger: Logger,
    private readonly newId: NewId,
    areaCodes: readonly ErrorCode[],
  ) {
    this.publicCodes = new Set([...PLATFORM_ERROR_CODES, ...areaCodes]);
  }

  formatError(error: GraphQLError): GraphQLFormattedError {
    const cause = innermostError(error);
    const code = this.publicCodeOf(error, cause);
    if (code === null) return this.reportInternalError(error, cause);
    return {
      message: (PUBLIC_MESSAGES[code] ?? cause.message).slice(0, MAX_MESSAGE_LENGTH),
      ...(error.locations ? { locations: error.locations } : {}),
      ...(error.path ? { path: error.path } : {}),
      extensions: { code, ...retryHints(code, cause) },
    };
  }

  private reportInternalError(error: GraphQLError, cause: Error): GraphQLFormattedError {
    const correlationId = this.newId();
    this.logger.error({ err: cause, correlationId, path: error.path?.join('.') }, 'GraphQL operation failed');
    return {
      message: 'Something went wrong on the server.',
      ...(error.path ? { path: error.path } : {}),
      extensions: { code: 'INTERNAL', correlationId },
    };
  }

  private publicCodeOf(error: GraphQLError, cause: Error): string | null {
    const code = cause instanceof GraphQLError ? cause.extensions['code'] : (cause as { code?: unknown }).code;
    if (typeof code === 'string' && this.publicCodes.has(code)) return code;
    // An error without a path comes from before the execution: the request is wrong. With a path, a resolver failed.
    if (cause instanceof GraphQLError) return error.path === undefined ? 'GRAPHQL_INVALID' : null;
    const status = (cause as { statusCode?: unknown }).statusCode;
    return typeof status === 'number' && status >= 400 && status < 500 ? 'BAD_REQUEST' : null;
  }
}

function retryHints(code: string, cause: Error): { retryable?: true; retryAfterMs?: number } {
  if (!RETRYABLE_CODES.has(code)) return {};
  const retryAfterMs = cause instanceof GraphQLError ? cause.extensions['retryAfterMs'] : undefined;
  return { retryable: true, ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}) };
}

/** The executor wraps a resolver's error, and Mercurius may wrap it again. */
function innermostError(error: GraphQLError): Error {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError instanceof Error) cause = cause.originalError;
  return cause;
}
