import type { Clock, LogFields, Logger } from '@earshot/ports';

/** The same line appears at most once in this time. */
const INTERVAL_MS = 10_000;
/** Different lines that are counted at once. Beyond this, lines pass uncounted. */
const MAX_LINES = 1_000;

/**
 * Wraps a logger so that a failure that repeats does not bury the log: a warning or an error with the same message and code
 * appears once per interval. When the interval ends, one more line says how many were suppressed. Other levels pass: each of
 * their lines tells of another call.
 */
export function limitRepeats(logger: Logger, clock: Clock): Logger {
  const suppressed = new Map<string, { count: number; last: LogFields }>();
  const limit = (level: 'warn' | 'error', to: Logger, path: string) => (fields: LogFields, message: string) => {
    const key = JSON.stringify([level, path, message, fields.code ?? null]);
    const known = suppressed.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.last = fields;
      return;
    }
    to[level](fields, message);
    if (suppressed.size >= MAX_LINES) return;
    const entry = { count: 0, last: fields };
    suppressed.set(key, entry);
    clock.schedule(INTERVAL_MS, () => {
      suppressed.delete(key);
      if (entry.count === 0) return;
      to[level]({ ...entry.last, suppressed: entry.count, inMs: INTERVAL_MS }, message);
    });
  };
  const wrap = (to: Logger, path: string): Logger => ({
    debug: (fields, message) => to.debug(fields, message),
    info: (fields, message) => to.info(fields, message),
    warn: limit('warn', to, path),
    error: limit('error', to, path),
    child: (fields) => wrap(to.child(fields), `${path} ${String(fields.service ?? '')}`),
  });
  return wrap(logger, '');
}
