import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@earshot/ports';
import { isError } from './describe-error.js';

/** Writes Nest's own messages to our log. Its many start-up lines become debug lines. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug({}, String(message)),
  debug: (message: unknown) => logger.debug({}, String(message)),
  verbose: (message: unknown) => logger.debug({}, String(message)),
  warn: (message: unknown) => logger.warn({}, String(message)),
  error: (message: unknown, ...rest: unknown[]) => logNestError(logger, message, rest),
  fatal: (message: unknown, ...rest: unknown[]) => logNestError(logger, message, rest),
});

/** Nest passes an error, or a message with its stack. The message of an error may quote content, so only its place is logged. */
function logNestError(logger: Logger, message: unknown, rest: readonly unknown[]): void {
  const stack = rest.find((part) => typeof part === 'string' && /\n\s+at /.test(part)) as string | undefined;
  if (isError(message)) return logger.error({ err: message }, 'Nest reports an error');
  if (stack === undefined) return logger.error({}, String(message));
  logger.error({ err: Object.assign(new Error(String(message)), { stack }) }, 'Nest reports an error');
}
