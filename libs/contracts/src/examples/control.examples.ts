import { exampleEvent, examplePauseOrigin, exampleStartMs } from './example-call.js';

export const controlExamples = {
  'call.erased': exampleEvent('call.erased', 600_000, {
    tenant: 'default',
    agentId: 'agent-mia',
    queue: 'billing',
    rowVersion: 42,
  }),
  'call.change-requested': exampleEvent('call.change-requested', 70_000, {
    agentId: 'agent-mia',
    language: 'en-GB',
    swapTracks: [0, 1],
    isRecorded: false,
    startProcessing: true,
    tenant: 'default',
    changedAtMs: exampleStartMs + 70_000,
    requestedBy: examplePauseOrigin.requestedBy,
  }),
  'call.pause-requested': exampleEvent('call.pause-requested', 90_000, { action: 'PAUSE', ...examplePauseOrigin }),
};
