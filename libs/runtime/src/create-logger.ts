import pino from 'pino';
import type { LogFields, Logger } from '@earshot/ports';

export type LogFormat = 'text' | 'json';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Creates a logger that writes to stdout: one JSON object per line, or one line for people. */
export function createLogger(options: { level: LogLevel; format: LogFormat; write?: (line: string) => void }): Logger {
  const write = options.write ?? ((line: string) => void process.stdout.write(line));
  const destination = { write: options.format === 'json' ? write : (json: string) => write(formatAsText(json)) };
  return wrapPino(
    pino({ level: options.level, base: null, formatters: { level: (level) => ({ level }) } }, destination),
  );
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
  return `${clock} ${String(level).padEnd(5)} ${source}${String(msg)}${cause}${details === '' ? '' : `  ${details}`}\n`;
}
