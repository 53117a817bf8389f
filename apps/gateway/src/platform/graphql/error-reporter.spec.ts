import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Failure } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { ErrorReporter } from './error-reporter.js';
import { inputError } from './graphql-errors.js';

describe('ErrorReporter', () => {
  const logger = new CapturingLogger();
  const reporter = new ErrorReporter(logger, () => 'correlation-1');
  const inField = (originalError: Error) => new GraphQLError(originalError.message, { originalError, path: ['calls'] });

  it('keeps the code of a refusal, however deep it is wrapped', () => {
    const refusal = inField(inField(new Failure('BAD_CURSOR', 'This is not a cursor.')));
    expect(reporter.format(refusal)).toEqual({
      message: 'This is not a cursor.',
      path: ['calls'],
      extensions: { code: 'BAD_CURSOR' },
    });
    expect(reporter.format(inField(inputError('PAGE_TOO_LARGE', 'Too large.'))).extensions).toEqual({
      code: 'PAGE_TOO_LARGE',
    });
  });

  it.each([
    ['a failure that is not for clients', new Failure('STORE_UNAVAILABLE', 'pool of 10 on db.internal')],
    ['a bug', new TypeError('undefined is not a function')],
    ['a value that does not fit the schema', new GraphQLError('Int cannot represent 3.5')],
  ])('shows nothing of %s and logs it', (_what, error) => {
    logger.lines.length = 0;
    expect(reporter.format(inField(error))).toEqual({
      message: 'Something went wrong on the server.',
      path: ['calls'],
      extensions: { code: 'INTERNAL', correlationId: 'correlation-1' },
    });
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { err: error, correlationId: 'correlation-1' } }]);
  });

  it('cuts what it quotes', () => {
    expect(reporter.format(new GraphQLError('x'.repeat(9_000))).message).toHaveLength(500);
  });
});
