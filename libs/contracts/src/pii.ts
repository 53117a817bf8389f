import type { EventType } from './events/index.js';

/**
 * `spoken`: words or sound of the call. `personal`: tells who somebody is. `safe`: may appear in log lines, error texts and
 * metrics. `spoken` and `personal` fields never do.
 */
export type FieldPrivacy = 'spoken' | 'personal' | 'safe';

type FieldTable = Readonly<Record<string, FieldPrivacy>>;

/** The fields around the data of every JSON event. Logs name a call by its id, so a source must not put a number or name into it. */
export const envelopePrivacy: FieldTable = {
  id: 'safe',
  type: 'safe',
  version: 'safe',
  callId: 'safe',
  occurredAtMs: 'safe',
};

const speaker: FieldTable = { track: 'safe', participantId: 'safe', role: 'safe' };

const participant = (path: string): FieldTable => ({
  [`${path}.id`]: 'safe',
  [`${path}.role`]: 'safe',
  [`${path}.name`]: 'personal',
  [`${path}.number`]: 'personal',
  [`${path}.roleReason`]: 'safe',
  [`${path}.roleConfidence`]: 'safe',
});

const requester: FieldTable = { 'requestedBy.principal': 'personal', 'requestedBy.subject': 'personal' };

const pauseOrigin: FieldTable = { reason: 'safe', ...requester };

/** What may be known of a call from its start, and may change. */
const facts: FieldTable = {
  customerNumber: 'personal',
  systemNumber: 'personal',
  agentId: 'personal',
  queue: 'safe',
  name: 'personal',
  language: 'safe',
  metadata: 'personal',
};

const segment: FieldTable = {
  ...speaker,
  segmentId: 'safe',
  revision: 'safe',
  isPartial: 'safe',
  startMs: 'safe',
  endMs: 'safe',
  text: 'spoken',
  'words[].text': 'spoken',
  'words[].startMs': 'safe',
  'words[].endMs': 'safe',
  'words[].confidence': 'safe',
  areWordTimesEstimated: 'safe',
  engine: 'safe',
  language: 'safe',
  recognizedAtMs: 'safe',
};

const insight: FieldTable = {
  sentiment: 'safe',
  sentimentScore: 'safe',
  sentimentEngine: 'safe',
  'issues[].startChar': 'safe',
  'issues[].endChar': 'safe',
  'issues[].startMs': 'safe',
  'issues[].endMs': 'safe',
};

/** How private each field of an event's data is. `[]` stands for the items of a list. */
export const fieldPrivacy: { readonly [T in EventType]: FieldTable } = {
  'stream.opened': {
    codec: 'safe',
    sampleRateHz: 'safe',
    'tracks[].participantId': 'safe',
    ...participant('participants[]'),
    startSample: 'safe',
    requestedEngine: 'safe',
    script: 'safe',
    isRecorded: 'safe',
    language: 'safe',
  },
  'audio.frame': {
    type: 'safe',
    callId: 'safe',
    sequence: 'safe',
    codec: 'safe',
    channelCount: 'safe',
    sampleRateHz: 'safe',
    positionSample: 'safe',
    receivedAtMs: 'safe',
    payload: 'spoken',
  },
  'track.assigned': { sampleRateHz: 'safe', fromSample: 'safe', track: 'safe', ...participant('participant') },
  'audio.gap-declared': {
    sampleRateHz: 'safe',
    fromSample: 'safe',
    toSample: 'safe',
    reason: 'safe',
    trackCount: 'safe',
    'someTracks.tracks[]': 'safe',
    'someTracks.toSample': 'safe',
    endsAtMs: 'safe',
  },
  'stream.changed': { sampleRateHz: 'safe', fromSample: 'safe', isRecorded: 'safe', language: 'safe' },
  'stream.silent': { sinceMs: 'safe', isConnected: 'safe' },
  'stream.closed': { sampleRateHz: 'safe', endSample: 'safe', reason: 'safe' },
  'call.started': {
    source: 'safe',
    startedAtMs: 'safe',
    ...facts,
    tenant: 'safe',
    startedBy: 'personal',
    awaitsStart: 'safe',
    'textOnly.longestQuietMs': 'safe',
  },
  'participant.joined': { ...participant('participant'), atMs: 'safe' },
  'participant.changed': { ...participant('participant'), atMs: 'safe' },
  'participant.left': { participantId: 'safe', atMs: 'safe' },
  'call.pause-changed': { isPaused: 'safe', changedAtMs: 'safe', ...pauseOrigin },
  'call.changed': { ...facts, processingStartedAtMs: 'safe', tenant: 'safe', changedAtMs: 'safe', ...requester },
  'call.ended': { endedAtMs: 'safe', durationMs: 'safe', reason: 'safe' },
  'processing.failed': { stage: 'safe', code: 'safe', message: 'safe' },
  'transcription.requested': {
    'spans[].track': 'safe',
    'spans[].fromMs': 'safe',
    'spans[].toMs': 'safe',
    'spans[].continues.stintStartMs': 'safe',
    'spans[].continues.nextOrdinal': 'safe',
    'assignments[].track': 'safe',
    'assignments[].participantId': 'safe',
    'assignments[].role': 'safe',
    'assignments[].fromMs': 'safe',
    isAutomatic: 'safe',
    coversEveryTrack: 'safe',
    requestedEngine: 'safe',
    script: 'safe',
    language: 'safe',
  },
  'transcript.segment': {
    ...segment,
    'entities[].kind': 'safe',
    'entities[].startChar': 'safe',
    'entities[].endChar': 'safe',
    ...insight,
  },
  'transcript.engine-selected': { engine: 'safe', reason: 'safe' },
  'transcript.covered': { track: 'safe', fromMs: 'safe', toMs: 'safe', engine: 'safe', pricePerMinute: 'safe' },
  'transcript.gap': { track: 'safe', fromMs: 'safe', toMs: 'safe', reason: 'safe' },
  'transcript.wordless': { track: 'safe', fromMs: 'safe', toMs: 'safe', engine: 'safe' },
  'transcript.completed': { durationMs: 'safe' },
  // Redaction removes numbers and addresses. The rest of the text is still what somebody said.
  'segment.enriched': {
    ...segment,
    'redactions[].kind': 'safe',
    'redactions[].startChar': 'safe',
    'redactions[].endChar': 'safe',
    'redactions[].startMs': 'safe',
    'redactions[].endMs': 'safe',
    ...insight,
  },
  'category.matched': { ...speaker, category: 'safe', isAlert: 'safe', segmentId: 'safe', atMs: 'safe' },
  'metrics.changed': {
    revision: 'safe',
    silenceMs: 'safe',
    overlapMs: 'safe',
    'participants[].participantId': 'safe',
    'participants[].role': 'safe',
    'participants[].talkMs': 'safe',
    'participants[].words': 'safe',
    'participants[].wordsPerMinute': 'safe',
    'participants[].interruptions': 'safe',
    'participants[].averageSentiment': 'safe',
    'participants[].weightedSentiment': 'safe',
    'participants[].sentimentByQuarter[].fromMs': 'safe',
    'participants[].sentimentByQuarter[].toMs': 'safe',
    'participants[].sentimentByQuarter[].score': 'safe',
    'participants[].sentimentTrend': 'safe',
  },
  'row.changed': { kind: 'safe', id: 'safe', version: 'safe' },
  'call.change-requested': {
    agentId: 'personal',
    language: 'safe',
    'swapTracks[]': 'safe',
    isRecorded: 'safe',
    startProcessing: 'safe',
    tenant: 'safe',
    changedAtMs: 'safe',
    ...requester,
  },
  'call.pause-requested': { action: 'safe', ...pauseOrigin },
  'call.erased': { tenant: 'safe', agentId: 'personal', queue: 'safe', rowVersion: 'safe' },
  // Another program may have written the key and the message, so they may hold anything.
  'dead.letter': {
    stage: 'safe',
    topic: 'safe',
    code: 'safe',
    attempts: 'safe',
    key: 'personal',
    message: 'spoken',
    isSealed: 'safe',
    messageBytes: 'safe',
    isCut: 'safe',
  },
  'access.recorded': {
    'accesses[].tenant': 'safe',
    'accesses[].principal': 'personal',
    'accesses[].subject': 'personal',
    'accesses[].kind': 'safe',
    'accesses[].action': 'safe',
    'accesses[].callId': 'safe',
    'accesses[].address': 'personal',
    'accesses[].details[]': 'safe',
    'accesses[].count': 'safe',
    'accesses[].firstAtMs': 'safe',
    'accesses[].lastAtMs': 'safe',
  },
};

/** The fields of an event that must not be logged. */
export const privateFieldsOf = (type: EventType): readonly string[] =>
  Object.entries(fieldPrivacy[type]).flatMap(([field, privacy]) => (privacy === 'safe' ? [] : [field]));
