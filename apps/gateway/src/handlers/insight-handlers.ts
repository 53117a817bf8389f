import type { Handlers } from '@earshot/contracts';
import type { FeedRegistry } from '../feed/feed-registry.js';

export const insightHandlers = (feeds: FeedRegistry): Handlers<'gateway', 'calls.insight'> => ({
  'segment.enriched': (event) => feeds.handleSegmentEnriched(event),
});
