import {
  exampleAgent,
  exampleCustomer,
  exampleSpeaker,
  exampleSupervisor,
  makeEvent,
  type AudioFrame,
  type CallId,
  type EarshotEvent,
  type EventData,
  type JsonEventType,
} from '@earshot/contracts';

const STARTED_AT_MS = 1_700_000_000_000;
export const RATE = 8_000;
export const FRAME_SAMPLES = 800;
/** Frames of the whole call. Frames 20 to 24 never arrive and are declared as a gap. */
export const FRAMES = 50;
export const LOST = { from: 20, to: 25 };
export const END_MS = (FRAMES * FRAME_SAMPLES * 1_000) / RATE;

/** The samples of a frame. Each frame has its own, so that a misplaced one shows. */
export const samplesOf = (frame: number): Uint8Array => new Uint8Array(FRAME_SAMPLES * 4).fill(frame + 1);

export interface CallLife {
  readonly audio: EarshotEvent[];
  readonly lifecycle: EarshotEvent[];
  readonly insight: EarshotEvent[];
}

/** A whole call of five seconds as the other services publish it. A supervisor listens in, the connection is lost and an engine fails. */
export function callLife(callId: CallId): CallLife {
  let ordinal = 0;
  const event = <T extends JsonEventType>(type: T, data: EventData<T>): EarshotEvent =>
    makeEvent(type, callId, data, {
      id: `${type}-${ordinal++}`,
      occurredAtMs: STARTED_AT_MS + ordinal,
    }) as EarshotEvent;
  return { audio: audioOf(callId, event), lifecycle: lifecycleOf(event), insight: insightOf(event) };
}

type MakeEvent = <T extends JsonEventType>(type: T, data: EventData<T>) => EarshotEvent;

function audioOf(callId: CallId, event: MakeEvent): EarshotEvent[] {
  const frame = (sequence: number): AudioFrame => ({
    type: 'audio.frame',
    callId,
    sequence,
    codec: 'L16',
    channelCount: 2,
    sampleRateHz: RATE,
    positionSample: sequence * FRAME_SAMPLES,
    receivedAtMs: STARTED_AT_MS + sequence * 100,
    payload: samplesOf(sequence),
  });
  const opened = (startSample: number) =>
    event('stream.opened', {
      codec: 'L16',
      sampleRateHz: RATE,
      tracks: [{ participantId: exampleCustomer.id }, { participantId: exampleAgent.id }],
      participants: [exampleCustomer, exampleAgent],
      startSample,
    });
  const frames = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => frame(from + at));
  const lost = { sampleRateHz: RATE, fromSample: LOST.from * FRAME_SAMPLES, toSample: LOST.to * FRAME_SAMPLES };
  return [
    opened(0),
    ...frames(0, LOST.from),
    event('audio.gap-declared', { ...lost, reason: 'CONNECTION_LOST' }),
    opened(lost.toSample),
    ...frames(LOST.to, FRAMES),
    event('stream.closed', { sampleRateHz: RATE, endSample: FRAMES * FRAME_SAMPLES, reason: 'ENDED' }),
  ];
}

const lifecycleOf = (event: MakeEvent): EarshotEvent[] => [
  event('call.started', {
    source: 'lca-websocket',
    startedAtMs: STARTED_AT_MS,
    agentId: 'ann',
    customerNumber: '+15550100',
  }),
  event('processing.failed', { stage: 'transcription', code: 'SPEECH_ENGINE_LOST', message: 'An engine was lost.' }),
  event('call.ended', { endedAtMs: STARTED_AT_MS + END_MS, durationMs: END_MS, reason: 'ENDED' }),
  event('participant.joined', { participant: exampleSupervisor, atMs: 2_000 }),
  event('participant.left', { participantId: exampleSupervisor.id, atMs: 3_000 }),
  event('participant.changed', { participant: { ...exampleCustomer, name: 'Sam' }, atMs: 4_000 }),
];

function insightOf(event: MakeEvent): EarshotEvent[] {
  const events: EarshotEvent[] = [event('transcript.engine-selected', { engine: 'scripted', reason: 'asked for' })];
  const lostMs = { from: LOST.from * 100, to: LOST.to * 100 };
  for (const [track, speaker] of [exampleSpeaker('CUSTOMER'), exampleSpeaker('AGENT')].entries()) {
    for (const [ordinal, [fromMs, toMs]] of [
      [0, 1_000],
      [1_000, lostMs.from],
      [lostMs.to, 3_000],
      [4_000, END_MS],
    ].entries() as Iterable<[number, [number, number]]>) {
      const segment = {
        segmentId: `${track}-0-${ordinal}` as never,
        ...speaker,
        startMs: fromMs,
        endMs: toMs,
        text: `words ${track} ${ordinal}`,
        words: [],
        engine: 'scripted',
        recognizedAtMs: STARTED_AT_MS + toMs,
        redactions: [],
      };
      events.push(event('segment.enriched', { ...segment, revision: 1, isPartial: true, text: 'wor' }));
      events.push(
        event('segment.enriched', {
          ...segment,
          revision: 2,
          isPartial: false,
          sentiment: 'NEUTRAL',
          sentimentScore: 0,
        }),
      );
      events.push(
        event('category.matched', {
          category: `category ${ordinal}`,
          isAlert: ordinal === 1,
          segmentId: segment.segmentId,
          ...speaker,
          atMs: fromMs,
        }),
      );
      events.push(
        event('metrics.changed', {
          revision: track * 4 + ordinal + 1,
          silenceMs: toMs,
          overlapMs: 0,
          participants: [],
        }),
      );
      events.push(event('transcript.covered', { track, fromMs, toMs, engine: 'scripted' }));
    }
    events.push(event('transcript.gap', { track, fromMs: lostMs.from, toMs: lostMs.to, reason: 'CONNECTION_LOST' }));
    events.push(event('transcript.gap', { track, fromMs: 3_000, toMs: 4_000, reason: 'ENGINE_FAILED' }));
  }
  events.push(event('transcript.completed', { durationMs: END_MS }));
  return events;
}
