import pino from 'pino';
import { escapeUnprintable } from '@earshot/contracts';
import type { Clock, LogFields, Logger } from '@earshot/ports';
import { describeError, formatError, isError, type ErrorDescription } from './describe-error.js';
import { limitRepeats } from './limit-repeats.js';
import { systemClock } from './system-clock.js';

export type LogFormat = 'text' | 'json';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly write?: (line: string) => void;
  readonly clock?: Clock;
}

/**
 * Creates a logger that writes to stdout: one JSON object per line, or one line for people. A failure that repeats appears
 * once per interval with a count. An error in a field is described without its content (`describeError`). A character that a terminal would act on is written as an escape, whoever sent it.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, format, write = (line: string) => void process.stdout.write(line), clock = systemClock } = options;
  const destination = {
    write: (json: string) => {
      const line = format === 'json' ? json.trimEnd() : formatAsText(json);
      write(`${escapeUnprintable(line)}\n`);
    },
  };
  const logger = pino(
    { level, base: null, formatters: { level: (name) => ({ level: name }), log: describeErrors } },
    destination,
  );
  return limitRepeats(wrapPino(logger), clock);
}

function wrapPino(logger: pino.Logger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields: LogFields) => wrapPino(logger.child(describeErrors({ ...fields }))),
  };
}

/** Errors stand in fields, in lists and in objects of fields. */
const MAX_DEPTH = 4;

/** `err` may hold anything that was thrown; other fields are described if they hold an error. */
function describeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  const described = describeWithin(fields, MAX_DEPTH) as Record<string, unknown>;
  return 'err' in fields && fields.err !== undefined ? { ...described, err: describeError(fields.err) } : described;
}

function describeWithin(value: unknown, depthLeft: number): unknown {
  if (isError(value)) return describeError(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depthLeft === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => describeWithin(item, depthLeft - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, describeWithin(item, depthLeft - 1)]));
}

function formatAsText(json: string): string {
  const { level, time, msg, service, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const clock = new Date(Number(time)).toISOString().slice(11, 23);
  const source = service === undefined ? '' : `${String(service)}: `;
  const cause = err === undefined ? '' : ` (${formatError(err as ErrorDescription)})`;
  const details = Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  return `${clock} ${String(level).padEnd(5)} ${source}${String(msg)}${cause}${details === '' ? '' : `  ${details}`}`;
}
