import type { Handlers } from '@earshot/contracts';
import type { IngestServer } from '../ingest-server.js';

export const controlHandlers = (server: Pick<IngestServer, 'endErasedCall'>): Handlers<'ingest', 'calls.control'> => ({
  'call.erased': ({ callId }) => server.endErasedCall(callId),
});
