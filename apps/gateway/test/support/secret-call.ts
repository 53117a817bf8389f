import {
  callIdSchema,
  participantIdSchema,
  segmentIdSchema,
  type CallId,
  type EventData,
  type ParticipantRole,
} from '@earshot/contracts';
import type { CallWrite } from '@earshot/ports';

/** A call whose texts all contain a mark, so that a test finds each of them in whatever somebody receives. */
export interface SecretCall {
  readonly id: CallId;
  /** Texts that only this call has. */
  readonly marks: readonly string[];
  /** The facts that make it an ended call with a customer, words, a match, a problem and audio without words. */
  readonly facts: readonly CallWrite[];
  /** One more word of the call, as persistence stores it. */
  nextWords(): CallWrite;
  /** Any change of the call itself. */
  nextProblem(): CallWrite;
}

export type CallPlace = Pick<EventData<'call.started'>, 'tenant' | 'agentId' | 'queue'>;

const STARTED_AT_MS = Date.parse('2031-05-04T10:00:00.000Z');

/** `mark`: letters. `number`: the digits of the customer's number. */
export function secretCall(mark: string, number: string, place: CallPlace): SecretCall {
  const id = callIdSchema.parse(`call-${mark}`);
  let count = 0;
  const fact = { callId: id, atMs: STARTED_AT_MS };
  const speaker = (track: number, role: ParticipantRole) => ({
    track,
    participantId: participantIdSchema.parse(role.toLowerCase()),
    role,
  });
  const words = (): CallWrite => {
    const segmentId = segmentIdSchema.parse(`0-${(count += 1)}-0`);
    const span = { startMs: count * 1_000, endMs: count * 1_000 + 900 };
    const text = `words-${mark}`;
    return {
      ...fact,
      kind: 'segment',
      data: {
        segmentId,
        ...speaker(0, 'CUSTOMER'),
        revision: 1,
        isPartial: false,
        ...span,
        text,
        words: [{ text, ...span }],
        engine: 'scripted',
        recognizedAtMs: STARTED_AT_MS,
        redactions: [],
        sentiment: 'NEUTRAL',
        sentimentScore: 0,
      },
    };
  };
  const problem = (): CallWrite => ({
    ...fact,
    kind: 'problem',
    atMs: STARTED_AT_MS + (count += 1),
    data: { stage: 'persistence', code: 'RECORDING_FAILED', message: `problem-${mark}` },
  });
  const customer = { ...speaker(0, 'CUSTOMER'), id: participantIdSchema.parse('customer') };
  const facts: CallWrite[] = [
    {
      ...fact,
      kind: 'started',
      data: { source: 'lca-websocket', startedAtMs: STARTED_AT_MS, customerNumber: number, ...place },
    },
    {
      ...fact,
      kind: 'participant-joined',
      data: { participant: { id: customer.id, role: 'CUSTOMER', name: `person-${mark}`, number }, atMs: 0 },
    },
    { ...fact, kind: 'track-assigned', track: 0, participantId: customer.id, role: 'CUSTOMER', fromMs: 0 },
    words(),
    {
      ...fact,
      kind: 'category',
      data: {
        category: `category-${mark}`,
        isAlert: true,
        segmentId: segmentIdSchema.parse('0-1-0'),
        ...speaker(0, 'CUSTOMER'),
        atMs: 10,
      },
    },
    problem(),
    {
      ...fact,
      kind: 'progress',
      progress: {
        codec: 'L16',
        sampleRateHz: 8_000,
        channelCount: 2,
        positionSample: 80_000,
        lastAudioAtMs: STARTED_AT_MS,
        nextSequence: 1,
        hasRecording: true,
        isRecorded: true,
        recordedSample: 80_000,
      },
    },
    {
      ...fact,
      kind: 'transcript-gap',
      data: { track: 0, fromMs: 0, toMs: 10_000, reason: 'ENGINE_FAILED' },
    },
    { ...fact, kind: 'ended', data: { endedAtMs: STARTED_AT_MS + 10_000, durationMs: 10_000, reason: 'ENDED' } },
    { ...fact, kind: 'audio-done' },
    { ...fact, kind: 'transcript-done' },
  ];
  const marks = [id, number, ...['words', 'person', 'category', 'problem'].map((what) => `${what}-${mark}`)];
  return { id, marks, facts, nextWords: words, nextProblem: problem };
}
