import { Failure } from '@earshot/ports';

/** SQLSTATE classes after which the same statement may succeed: connection, resources, operator, conflict, system. */
const passing = /^(08|53|57|58|40|55)/;
/** A digit tells `23505` from the system's `EPIPE`. */
const sqlState = /^(?=.*[0-9])[0-9A-Z]{5}$/;

/**
 * What went wrong, without the words of the database: its messages may quote rows. Everything that is not a refusal
 * with an SQLSTATE of its own (sockets, timeouts, a closed pool) is a matter of the connection: retryable.
 */
export function storeFailure(cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const code = String((cause as { code?: unknown }).code ?? '');
  const isMistake = cause instanceof TypeError || cause instanceof RangeError;
  if (!isMistake && (!sqlState.test(code) || passing.test(code))) {
    return new Failure('STORE_UNAVAILABLE', `The database cannot be used now (${code || 'no connection'}).`, {
      retryable: true,
      cause,
    });
  }
  return new Failure('STORE_REFUSED', `The database refused a statement (${code || 'not sent'}).`, {
    retryable: false,
    cause,
  });
}
