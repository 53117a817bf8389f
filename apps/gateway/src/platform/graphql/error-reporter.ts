import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger, NewId } from '@earshot/ports';
import { isPublicErrorCode, type PublicErrorCode } from './graphql-errors.js';

/** Longest error text a client gets; the executor quotes what the client sent. */
const MAX_MESSAGE_LENGTH = 500;

/**
 * Turns what went wrong into what a client may know. A refusal keeps its code; everything else becomes `INTERNAL` with
 * a correlation id, and only the log has the cause.
 */
export class ErrorReporter {
  constructor(
    private readonly logger: Logger,
    private readonly newId: NewId,
  ) {}

  format(error: GraphQLError): GraphQLFormattedError {
    const cause = innermost(error);
    const code = publicCode(error, cause);
    if (code === null) return this.internal(error, cause);
    return {
      message: cause.message.slice(0, MAX_MESSAGE_LENGTH),
      ...(error.locations ? { locations: error.locations } : {}),
      ...(error.path ? { path: error.path } : {}),
      extensions: { code },
    };
  }

  private internal(error: GraphQLError, cause: Error): GraphQLFormattedError {
    const correlationId = this.newId();
    this.logger.error({ err: cause, correlationId, path: error.path?.join('.') }, 'GraphQL operation failed');
    return {
      message: 'Something went wrong on the server.',
      ...(error.path ? { path: error.path } : {}),
      extensions: { code: 'INTERNAL', correlationId },
    };
  }
}

/** Resolvers' errors come wrapped, once by the executor and possibly once more by the server. */
function innermost(error: GraphQLError): Error {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError instanceof Error) cause = cause.originalError;
  return cause;
}

function publicCode(error: GraphQLError, cause: Error): PublicErrorCode | null {
  const said = cause instanceof GraphQLError ? cause.extensions['code'] : (cause as { code?: unknown }).code;
  if (isPublicErrorCode(said)) return said;
  // Without a path nothing was executed: the request itself is wrong. With one, a resolver broke.
  if (cause instanceof GraphQLError) return error.path === undefined ? 'GRAPHQL_INVALID' : null;
  const status = (cause as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? 'BAD_REQUEST' : null;
}
