import { Failure } from '@earshot/ports';

/** What recording has to know of the message that brings audio. */
export interface AudioDelivery {
  /** Aborted when the call's audio goes to another replica. */
  readonly lost: AbortSignal;
  acknowledge(): void;
}

/** Ends the handling of a message that is another replica's now. */
export const partitionLost = (): Failure =>
  new Failure('PARTITION_LOST', "The call's audio is another replica's now.", { retryable: true });
