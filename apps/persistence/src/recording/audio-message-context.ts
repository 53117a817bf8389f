import { Failure } from '@earshot/ports';
import type { EventContext } from '@earshot/runtime';

/**
 * The part of an audio message's context that recording uses. `lost` is aborted when another replica owns the call's
 * audio.
 */
export type AudioMessageContext = Pick<EventContext, 'lost' | 'acknowledge'>;

/** Ends the handling of a message that another replica owns now. */
export const partitionLost = (): Failure =>
  new Failure('CALL_HANDED_OVER', 'Another replica records this call now.', { retryable: true });
