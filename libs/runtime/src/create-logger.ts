import pino from 'pino';
import { escapeUnprintable } from '@earshot/contracts';
import type { Clock, LogFields, Logger } from '@earshot/ports';
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
 * once per interval with a count. A character that a terminal would act on is written as an escape, whoever sent it.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, format, write = (line: string) => void process.stdout.write(line), clock = systemClock } = options;
  const destination = {
    write: (json: string) => {
      const line = format === 'json' ? json.trimEnd() : formatAsText(json);
      write(`${escapeUnprintable(line)}\n`);
    },
  };
  const logger = pino({ level, base: null, formatters: { level: (name) => ({ level: name }) } }, destination);
  return limitRepeats(wrapPino(logger), clock);
}

function wrapPino(logger: pino.Logger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields: LogFields) => wrapPino(logger.child(fields)),
  };
}

function formatAsText(json: string): string {
  const { level, time, msg, service, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const clock = new Date(Number(time)).toISOString().slice(11, 23);
  const source = service === undefined ? '' : `${String(service)}: `;
  const cause = err === undefined ? '' : ` (${(err as { message?: string }).message ?? String(err)})`;
  const details = Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  return `${clock} ${String(level).padEnd(5)} ${source}${String(msg)}${cause}${details === '' ? '' : `  ${details}`}`;
}
