import pino from 'pino';
import type { LogFields, Logger } from '@earshot/ports';

export type LogFormat = 'text' | 'json';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured log on stdout: one JSON object a line, or one readable line. */
export function createLogger(options: { level: LogLevel; format: LogFormat; write?: (line: string) => void }): Logger {
  const write = options.write ?? ((line: string) => void process.stdout.write(line));
  const destination = { write: options.format === 'json' ? write : (json: string) => write(readable(json)) };
  return wrap(pino({ level: options.level, base: null, formatters: { level: (level) => ({ level }) } }, destination));
}

function wrap(logger: pino.Logger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields: LogFields) => wrap(logger.child(fields)),
  };
}

function readable(json: string): string {
  const { level, time, msg, service, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const clock = new Date(Number(time)).toISOString().slice(11, 23);
  const rest = Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  const cause = err === undefined ? '' : ` (${(err as { message?: string }).message ?? String(err)})`;
  return `${clock} ${String(level).padEnd(5)} ${service === undefined ? '' : `${String(service)}: `}${String(msg)}${cause}${rest === '' ? '' : `  ${rest}`}\n`;
}
