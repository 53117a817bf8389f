import { exampleEvent, examplePauseOrigin } from './example-call.js';

export const controlExamples = {
  'call.erased': exampleEvent('call.erased', 600_000, {
    tenant: 'default',
    agentId: 'agent-mia',
    queue: 'billing',
    rowVersion: 42,
  }),
  'call.pause-requested': exampleEvent('call.pause-requested', 90_000, { action: 'PAUSE', ...examplePauseOrigin }),
};
