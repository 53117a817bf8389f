import type { Handlers } from '@earshot/contracts';
import type { FeedRegistry } from '../feed/feed-registry.js';

export const controlHandlers = (feeds: FeedRegistry): Handlers<'gateway', 'calls.control'> => ({
  'call.erased': (event) => feeds.handleCallErased(event),
});
