import {
  exampleCustomer,
  exampleEvent,
  examplePauseOrigin,
  exampleSpeaker,
  exampleStartMs,
  exampleSupervisor,
} from './example-call.js';

export const lifecycleExamples = {
  'call.started': exampleEvent('call.started', 0, {
    source: 'lca-websocket',
    startedAtMs: exampleStartMs,
    customerNumber: '+15555550123',
    systemNumber: '+15555550199',
    agentId: 'agent-7',
    tenant: 'default',
    startedBy: 'key:k7c2m9ta',
    queue: 'claims',
  }),
  'participant.joined': exampleEvent('participant.joined', 60_000, { participant: exampleSupervisor, atMs: 60_000 }),
  'participant.changed': exampleEvent('participant.changed', 61_000, {
    participant: { ...exampleCustomer, name: 'Sam' },
    atMs: 61_000,
  }),
  'participant.left': exampleEvent('participant.left', 150_000, { participantId: exampleSupervisor.id, atMs: 150_000 }),
  'call.pause-changed': exampleEvent('call.pause-changed', 90_010, {
    isPaused: true,
    changedAtMs: exampleStartMs + 90_010,
    ...examplePauseOrigin,
  }),
  'call.ended': exampleEvent('call.ended', 180_100, {
    endedAtMs: exampleStartMs + 180_000,
    durationMs: 180_000,
    reason: 'ENDED',
  }),
  'processing.failed': exampleEvent('processing.failed', 95_000, {
    stage: 'enrichment',
    code: 'SENTIMENT_TIMEOUT',
    message: 'The sentiment engine took too long. The utterance has no score.',
  }),
  'transcription.requested': exampleEvent('transcription.requested', 185_000, {
    spans: [{ track: 0, fromMs: 20_000, toMs: 24_500 }],
    assignments: [{ ...exampleSpeaker('CUSTOMER'), fromMs: 0 }],
    isAutomatic: true,
  }),
  'dead.letter': exampleEvent('dead.letter', 99_000, {
    stage: 'enrichment',
    topic: 'calls.transcript',
    code: 'EVENT_BAD_DATA',
    attempts: 3,
    key: 'a-key-that-is-no-call-id',
    message: 'AQhrZXktMQ==',
    isSealed: true,
    messageBytes: 11,
    isCut: false,
  }),
};
