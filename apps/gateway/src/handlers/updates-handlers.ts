import type { Handlers } from '@earshot/contracts';
import type { FeedRegistry } from '../feed/feed-registry.js';

export const updatesHandlers = (feeds: FeedRegistry): Handlers<'gateway', 'calls.updates'> => ({
  'row.changed': ({ callId, data: { kind, id, version } }) => feeds.handleRowChanged(kind, { callId, id, version }),
});
