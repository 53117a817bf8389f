import type { EventContext } from '@earshot/runtime';

/** A message that its handler acknowledges, long after it returned. `lost` aborts when another process has the partition. */
export type ManualDelivery = Pick<EventContext, 'lost' | 'acknowledge'>;
