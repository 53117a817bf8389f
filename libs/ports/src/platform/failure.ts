import type { ErrorCode } from '@earshot/contracts';

/** An error with a code for people and machines. `retryable`: another attempt may help. */
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
