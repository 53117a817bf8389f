import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@earshot/ports';

/** Writes Nest's own messages to our log. Its many start-up lines become debug lines. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug({}, String(message)),
  debug: (message: unknown) => logger.debug({}, String(message)),
  verbose: (message: unknown) => logger.debug({}, String(message)),
  warn: (message: unknown) => logger.warn({}, String(message)),
  error: (message: unknown, stack?: unknown) =>
    logger.error({ err: message instanceof Error ? message : undefined, stack }, String(message)),
  fatal: (message: unknown) => logger.error({}, String(message)),
});
