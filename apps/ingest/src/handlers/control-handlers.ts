import type { Handlers } from '@earshot/contracts';
import type { IngestServer } from '../ingest-server.js';

export const controlHandlers = (
  server: Pick<IngestServer, 'endErasedCall' | 'setPause' | 'changeHearing'>,
): Handlers<'ingest', 'calls.control'> => ({
  'call.erased': ({ callId }) => server.endErasedCall(callId),
  'call.pause-requested': ({ callId, data: { action, ...origin } }) =>
    server.setPause(callId, { isPaused: action === 'PAUSE', ...origin }),
  'call.change-requested': ({ callId, data: { tenant, changedAtMs: _, requestedBy: _1, ...change } }) =>
    server.changeHearing(callId, { tenant, change }),
});
