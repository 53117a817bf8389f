import { Failure, isTlsErrorCode } from '@earshot/ports';

/**
 * SQLSTATE classes after which the same statement may succeed: connection, resources, operator, conflict, system. 25006: the connection
 * leads to a server that a failover made read-only.
 */
const retryableStates = /^(08|53|57|58|40|55|25006)/;
/** Requires a digit, to tell `23505` from the system error `EPIPE`. */
const sqlState = /^(?=.*[0-9])[0-9A-Z]{5}$/;
/** The driver has no code for it. */
const NO_TLS_MESSAGE = 'The server does not support SSL connections';

/**
 * Turns an error of the database into a `Failure` without its message, which may quote rows. An error without an SQLSTATE
 * (a socket, a timeout, a closed pool) is retryable, because it comes from the connection.
 */
export function storeFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const cause = sqlState.test(code) ? withoutMessage(error as Error, code) : error;
  if (isTlsErrorCode(code) || (error as { message?: unknown }).message === NO_TLS_MESSAGE)
    return tlsFailure(code, error);
  const isDefect = error instanceof TypeError || error instanceof RangeError;
  if (!isDefect && (!sqlState.test(code) || retryableStates.test(code))) {
    return new Failure('STORE_UNAVAILABLE', `The database is unavailable (${code || 'no connection'}).`, {
      retryable: true,
      cause,
    });
  }
  return new Failure('STORE_REFUSED', `The database refused a statement (SQL state ${code || 'unknown'}).`, {
    retryable: false,
    cause,
  });
}

/** Retryable, because a certificate may be replaced on the server while messages wait. */
const tlsFailure = (code: string, cause: unknown): Failure =>
  new Failure('STORE_TLS_FAILED', `The database has no TLS that DATABASE_URL trusts (${code || 'no TLS'}).`, {
    retryable: true,
    cause,
  });

/** Names of our schema in an error of the driver. Its other fields quote rows, statements and parameters. */
const SCHEMA_NAMES = ['severity', 'table', 'constraint'] as const;

/** PostgreSQL quotes values in its messages. The stack keeps the place of the error. */
function withoutMessage(error: Error, code: string): Error {
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  const names = SCHEMA_NAMES.map((key) => [key, (error as { [key in typeof key]?: string })[key]]);
  const cause = Object.assign(new Error(`SQL state ${code}`), { code }, Object.fromEntries(names));
  cause.stack = [`Error: ${cause.message}`, ...places].join('\n');
  return cause;
}
