import { Failure } from '@earshot/ports';

/** Tells a subscriber that updates were lost for it. */
export const missedUpdates = (): Failure =>
  new Failure('FEED_INTERRUPTED', 'Updates were missed. Fetch again, then subscribe again.');
