import { Failure } from '@earshot/ports';

/**
 * SQLSTATE classes after which the same statement may succeed: connection, resources, operator, conflict, system. 25006: the connection
 * leads to a server that a failover made read-only.
 */
const retryableStates = /^(08|53|57|58|40|55|25006)/;
/** Requires a digit, to tell `23505` from the system error `EPIPE`. */
const sqlState = /^(?=.*[0-9])[0-9A-Z]{5}$/;

/**
 * Turns an error of the database into a `Failure` without its message, which may quote rows. An error without an SQLSTATE
 * (a socket, a timeout, a closed pool) is retryable, because it comes from the connection.
 */
export function storeFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const cause = sqlState.test(code) ? withoutMessage(error as Error, code) : error;
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

/** The logger prints the messages of causes, and PostgreSQL quotes values in its own. The stack keeps the place of the error. */
function withoutMessage({ stack = '' }: Error, code: string): Error {
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const cause = Object.assign(new Error(`SQL state ${code}`), { code });
  cause.stack = [`Error: ${cause.message}`, ...places].join('\n');
  return cause;
}
