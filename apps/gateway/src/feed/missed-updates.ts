import { Failure } from '@earshot/ports';

/** Tells a subscriber that it missed updates. */
export const missedUpdates = (): Failure =>
  new Failure('FEED_INTERRUPTED', 'Updates were missed. Subscribe again, then fetch, and keep the higher revision.');
