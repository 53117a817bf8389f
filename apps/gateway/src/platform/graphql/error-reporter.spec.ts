import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Failure } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { ErrorReporter } from './error-reporter.js';
import { clientError } from './client-error.js';

describe('ErrorReporter', () => {
  const logger = new CapturingLogger();
  const reporter = new ErrorReporter(logger, () => 'correlation-1', ['CALL_IS_LIVE']);
  const inField = (originalError: Error) => new GraphQLError(originalError.message, { originalError, path: ['calls'] });

  it('keeps the code of a public error, however deeply it is wrapped', () => {
    const refusal = inField(inField(new Failure('BAD_CURSOR', 'This is not a cursor.')));
    expect(reporter.formatError(refusal)).toEqual({
      message: 'This is not a cursor.',
      path: ['calls'],
      extensions: { code: 'BAD_CURSOR' },
    });
    expect(reporter.formatError(inField(clientError('PAGE_TOO_LARGE', 'Too large.'))).extensions).toEqual({
      code: 'PAGE_TOO_LARGE',
    });
    expect(reporter.formatError(inField(clientError('CALL_IS_LIVE', 'Live.'))).extensions).toEqual({
      code: 'CALL_IS_LIVE',
    });
  });

  it.each([
    ['a failure whose code is not public', new Failure('STORE_REFUSED', 'pool of 10 on db.internal')],
    ['a bug', new TypeError('undefined is not a function')],
    ['a value that does not fit the schema', new GraphQLError('Int cannot represent 3.5')],
  ])('hides %s from the client and logs it', (_what, error) => {
    logger.lines.length = 0;
    expect(reporter.formatError(inField(error))).toEqual({
      message: 'Something went wrong on the server.',
      path: ['calls'],
      extensions: { code: 'INTERNAL', correlationId: 'correlation-1' },
    });
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { err: error, correlationId: 'correlation-1' } }]);
  });

  it('says that the database is away, that another attempt may help, and nothing about where it is', () => {
    logger.lines.length = 0;
    const away = new Failure('STORE_UNAVAILABLE', 'pool of 10 on db.internal', { retryable: true });
    expect(reporter.formatError(inField(away))).toEqual({
      message: 'The database does not answer. Try again in a moment.',
      path: ['calls'],
      extensions: { code: 'STORE_UNAVAILABLE', retryable: true },
    });
    expect(logger.lines).toEqual([]);
  });

  it('says when another attempt may succeed', () => {
    const limited = clientError('RATE_LIMITED', 'Too much.', { retryAfterMs: 1_200 });
    expect(reporter.formatError(limited).extensions).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      retryAfterMs: 1_200,
    });
  });

  it('cuts a long message', () => {
    expect(reporter.formatError(new GraphQLError('x'.repeat(9_000))).message).toHaveLength(500);
  });
});
