import type { EventType } from './events/index.js';

/**
 * `spoken`: words or sound of the call. `personal`: tells who somebody is. `safe`: may stand in log lines, error texts and
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

const segment: FieldTable = {
  segmentId: 'safe',
  channel: 'safe',
  revision: 'safe',
  isPartial: 'safe',
  startMs: 'safe',
  endMs: 'safe',
  text: 'spoken',
  'words[].text': 'spoken',
  'words[].startMs': 'safe',
  'words[].endMs': 'safe',
  'words[].confidence': 'safe',
  engine: 'safe',
  recognizedAtMs: 'safe',
};

/** How private each field of an event's data is. `[]` stands for the items of a list. */
export const fieldPrivacy: { readonly [T in EventType]: FieldTable } = {
  'stream.opened': {
    codec: 'safe',
    sampleRateHz: 'safe',
    'channels[]': 'safe',
    startSample: 'safe',
    requestedEngine: 'safe',
    script: 'safe',
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
  'audio.gap-declared': { sampleRateHz: 'safe', fromSample: 'safe', toSample: 'safe', reason: 'safe' },
  'stream.closed': { sampleRateHz: 'safe', endSample: 'safe', reason: 'safe' },
  'call.started': {
    source: 'safe',
    startedAtMs: 'safe',
    customerNumber: 'personal',
    systemNumber: 'personal',
    agentId: 'personal',
  },
  'call.ended': { endedAtMs: 'safe', durationMs: 'safe', reason: 'safe' },
  'processing.failed': { stage: 'safe', code: 'safe', message: 'safe' },
  'transcription.requested': {
    'spans[].channel': 'safe',
    'spans[].fromMs': 'safe',
    'spans[].toMs': 'safe',
    isAutomatic: 'safe',
  },
  'transcript.segment': segment,
  'transcript.engine-selected': { engine: 'safe', reason: 'safe' },
  'transcript.covered': { channel: 'safe', fromMs: 'safe', toMs: 'safe', engine: 'safe' },
  'transcript.gap': { channel: 'safe', fromMs: 'safe', toMs: 'safe', reason: 'safe' },
  'transcript.completed': { durationMs: 'safe' },
  // Redaction removes numbers and addresses. The rest of the text is still what somebody said.
  'segment.enriched': {
    ...segment,
    'redactions[].kind': 'safe',
    'redactions[].startChar': 'safe',
    'redactions[].endChar': 'safe',
    sentiment: 'safe',
    sentimentScore: 'safe',
  },
  'category.matched': { category: 'safe', isAlert: 'safe', segmentId: 'safe', channel: 'safe', atMs: 'safe' },
  'metrics.changed': {
    revision: 'safe',
    silenceMs: 'safe',
    overlapMs: 'safe',
    'channels[].channel': 'safe',
    'channels[].talkMs': 'safe',
    'channels[].words': 'safe',
    'channels[].wordsPerMinute': 'safe',
    'channels[].interruptions': 'safe',
    'channels[].averageSentiment': 'safe',
    'channels[].weightedSentiment': 'safe',
    'channels[].sentimentByQuarter[].fromMs': 'safe',
    'channels[].sentimentByQuarter[].toMs': 'safe',
    'channels[].sentimentByQuarter[].score': 'safe',
    'channels[].sentimentTrend': 'safe',
  },
  'row.changed': { kind: 'safe', id: 'safe', version: 'safe' },
  // Another program may have written the key and the message, so nothing is known about them.
  'dead.letter': {
    stage: 'safe',
    topic: 'safe',
    code: 'safe',
    attempts: 'safe',
    key: 'personal',
    message: 'spoken',
    isCut: 'safe',
  },
};

/** The fields of an event that must not be logged. */
export const privateFieldsOf = (type: EventType): readonly string[] =>
  Object.entries(fieldPrivacy[type]).flatMap(([field, privacy]) => (privacy === 'safe' ? [] : [field]));
