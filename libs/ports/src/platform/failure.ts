import type { ErrorCode } from '@earshot/contracts';

/** A failure with a code for people and machines, and whether trying again may help. */
export class Failure extends Error {
  readonly retryable: boolean;
  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { retryable: boolean; cause?: unknown } = { retryable: false },
  ) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.retryable = options.retryable;
  }
}
