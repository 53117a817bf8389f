import type { EventContext } from '@earshot/runtime';

/** A message that is acknowledged long after its handler returned. `lost` aborts when another process has the partition. */
export type ManualDelivery = Pick<EventContext, 'lost' | 'acknowledge'>;
