import { exampleCallId, exampleEvent, exampleStartMs } from './example-call.js';

export const auditExamples = {
  'access.recorded': exampleEvent('access.recorded', 200_000, {
    accesses: [
      {
        tenant: 'default',
        principal: 'key:k7c2m9ta',
        subject: 'Claims supervisors',
        kind: 'SERVICE',
        action: 'READ',
        callId: exampleCallId,
        address: '192.0.2.7',
        details: ['segments'],
        count: 2,
        firstAtMs: exampleStartMs + 199_900,
        lastAtMs: exampleStartMs + 199_990,
      },
    ],
  }),
};
