import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@earshot/ports';

/** Nest's own messages in our log; its chatty start-up lines are debug. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug({}, String(message)),
  debug: (message: unknown) => logger.debug({}, String(message)),
  verbose: (message: unknown) => logger.debug({}, String(message)),
  warn: (message: unknown) => logger.warn({}, String(message)),
  error: (message: unknown, stack?: unknown) =>
    logger.error({ err: message instanceof Error ? message : undefined, stack }, String(message)),
  fatal: (message: unknown) => logger.error({}, String(message)),
});
