import { Failure } from '@earshot/ports';

/** Retryable, because a full or failing disk may recover. The message names the step and the system's code, never the path. */
export const ioFailure = (step: string, cause: unknown): Failure =>
  cause instanceof Failure
    ? cause
    : new Failure(
        'RECORDING_IO_FAILED',
        `Recording: ${step} failed with ${(cause as NodeJS.ErrnoException).code ?? 'an error'}.`,
        {
          retryable: true,
          cause,
        },
      );
