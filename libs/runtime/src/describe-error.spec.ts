import { describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { createLogger, type LogFormat } from './create-logger.js';
import { describeError } from './describe-error.js';
import { nestLogger } from './nest-logger.js';

const SPOKEN = 'xyzzymarker 4111 1111 1111 1111';

/** The error that `provoke` throws. */
function thrownBy(provoke: () => unknown): unknown {
  try {
    provoke();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** What the drivers and the query builder add to their errors. */
const databaseError = Object.assign(new Error(`null value violates a constraint: ${SPOKEN}`), {
  name: 'QueryFailedError',
  code: '23502',
  severity: 'ERROR',
  table: 'segments',
  constraint: 'segments_pkey',
  detail: `Failing row contains (c1, ${SPOKEN}).`,
  query: `insert into segments values ('${SPOKEN}')`,
  parameters: [SPOKEN],
  driverError: new Error(`Key (text)=(${SPOKEN}) already exists.`),
});

const quoting: readonly (readonly [string, unknown])[] = [
  ['the JSON parser', thrownBy(() => JSON.parse(SPOKEN))],
  ['a URL', thrownBy(() => new URL(SPOKEN))],
  ['a regular expression', thrownBy(() => new RegExp(`${SPOKEN}(`))],
  ['a number', thrownBy(() => BigInt(SPOKEN))],
  ['a missing property', thrownBy(() => (undefined as unknown as Record<string, unknown>)[SPOKEN])],
  ['the database', databaseError],
  [
    'a failure by its cause',
    new Failure('STORE_REFUSED', 'The database refused it.', { retryable: false, cause: databaseError }),
  ],
  ['several errors', new AggregateError([new Error(SPOKEN)], SPOKEN)],
  ['a message that looks like a frame', new Error(`x\n    at ${SPOKEN} (file.js:1:1)`)],
  ['a name and a code', Object.assign(new Error('x'), { name: SPOKEN, code: SPOKEN })],
  ['a method with the name', thrownBy(() => ({ [SPOKEN]: () => JSON.parse('x') as unknown })[SPOKEN]?.())],
  ['a thrown text', SPOKEN],
  ['a thrown object', { message: SPOKEN }],
];

describe('describeError', () => {
  it.each(quoting)('keeps nothing of what %s quotes', (_what, error) => {
    expect(JSON.stringify(describeError(error))).not.toMatch(/xyzzymarker|4111/);
  });

  it('keeps the names of the schema, the code and the frames', () => {
    const { at, ...described } = describeError(databaseError);
    expect(described).toEqual({
      name: 'QueryFailedError',
      code: '23502',
      severity: 'ERROR',
      table: 'segments',
      constraint: 'segments_pkey',
    });
    expect(at).toContain('describe-error.spec');
  });

  it('keeps the message of a failure and of its failed system call', () => {
    const cause = Object.assign(new Error(`ENOSPC: no space left, write '${SPOKEN}'`), {
      code: 'ENOSPC',
      syscall: 'write',
      path: SPOKEN,
    });
    const failure = new Failure('RECORDING_IO_FAILED', 'Recording: append failed.', { retryable: true, cause });
    expect(describeError(failure)).toMatchObject({
      name: 'Failure',
      code: 'RECORDING_IO_FAILED',
      message: 'Recording: append failed.',
      cause: { code: 'ENOSPC', message: 'write failed with ENOSPC' },
    });
  });

  it('describes a thrown value by its type', () => {
    expect(describeError(SPOKEN)).toEqual({ name: 'string' });
  });
});

describe.each(['text', 'json'] as const)('the log as %s', (format: LogFormat) => {
  const linesOf = (log: (logger: ReturnType<typeof createLogger>) => void): string => {
    const lines: string[] = [];
    log(createLogger({ level: 'debug', format, write: (line) => lines.push(line) }));
    expect(lines.length).toBeGreaterThan(0);
    return lines.join('');
  };

  it.each(quoting)('keeps nothing of what %s quotes, under any field', (_what, error) => {
    const lines = linesOf((logger) => {
      logger.warn({ err: error }, 'one');
      logger.child({ err: error }).debug({}, 'two');
      if (!(error instanceof Error)) return;
      logger.error({ error, reasons: [error], more: { error } }, 'three');
      logger.child({ error }).info({}, 'four');
      nestLogger(logger).error(error, error.stack);
      nestLogger(logger).error(error.message, error.stack, 'ExceptionsHandler');
    });
    expect(lines).not.toMatch(/xyzzymarker|4111/);
  });

  it('names the error and its place', () => {
    const line = linesOf((logger) => logger.warn({ err: databaseError, attempt: 2 }, 'storing failed'));
    for (const part of ['storing failed', 'QueryFailedError', '23502', 'segments_pkey', 'describe-error.spec'])
      expect(line).toContain(part);
  });
});
