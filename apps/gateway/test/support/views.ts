import { callIdSchema, participantIdSchema, segmentIdSchema } from '@earshot/contracts';
import type { CallId, EventData, ParticipantId } from '@earshot/contracts';
import type { CallView, ParticipantView, SegmentView } from '@earshot/ports';

export const STARTED_AT_MS = Date.parse('2031-05-04T10:00:00.000Z');

export const asCallId = (id: string): CallId => callIdSchema.parse(id);

export const asParticipantId = (id: string): ParticipantId => participantIdSchema.parse(id);

/** Customer and agent, from the start of the call to its end. */
const twoParticipants: readonly ParticipantView[] = [
  { id: asParticipantId('customer'), role: 'CUSTOMER', number: '+15550100', joinedMs: 0, leftMs: null },
  { id: asParticipantId('agent'), role: 'AGENT', joinedMs: 0, leftMs: null },
];

/** An ended call, with the given changes. */
export const aCall = (id: string, changes: Partial<CallView> = {}): CallView => ({
  recording: changes.hasRecording === true ? { durationMs: changes.durationMs ?? 60_000, failures: [] } : null,
  unrecorded: [],
  silence: null,
  lostAtMs: null,
  pausedSinceMs: null,
  pauseChanges: [],
  isRecorded: true,
  hasAudio: true,
  legalHold: null,
  retainUntilMs: null,
  id: asCallId(id),
  version: 1,
  status: 'ENDED',
  source: 'lca-websocket',
  startedAtMs: STARTED_AT_MS,
  endedAtMs: STARTED_AT_MS + 60_000,
  updatedAtMs: STARTED_AT_MS + 61_000,
  durationMs: 60_000,
  customerNumber: '+15550100',
  systemNumber: '+15550199',
  areNumbersSealed: false,
  agentId: 'agent-7',
  tenant: 'default',
  queue: null,
  name: null,
  language: null,
  metadata: [],
  awaitsStart: false,
  engine: 'scripted',
  engineReason: 'asked for by the source',
  cost: null,
  participants: twoParticipants,
  tracks: twoParticipants.map(({ id: participantId }, track) => ({ track, participantId })),
  metrics: null,
  categories: [],
  alertCount: 0,
  ledger: [],
  wordless: [],
  problems: [],
  hasRecording: false,
  ...changes,
});

/** A stored final, with the given changes. */
export const aSegment = (callId: string, id: string, changes: Partial<SegmentView> = {}): SegmentView => ({
  callId: asCallId(callId),
  id: segmentIdSchema.parse(id),
  revision: 3,
  track: 0,
  participantId: asParticipantId('customer'),
  role: 'CUSTOMER',
  startMs: 0,
  endMs: 900,
  text: 'hello there',
  words: [{ text: 'hello', startMs: 0, endMs: 400, confidence: 0.9 }],
  areWordTimesEstimated: false,
  isPartial: false,
  engine: 'scripted',
  sentiment: 'NEUTRAL',
  sentimentScore: 0,
  sentimentEngine: 'lexicon',
  issues: [],
  recognizedAtMs: STARTED_AT_MS + 1_000,
  ...changes,
});

/** A segment as enrichment publishes it. */
export const enriched = (view: SegmentView): EventData<'segment.enriched'> => ({
  segmentId: view.id,
  track: view.track,
  participantId: view.participantId,
  role: view.role,
  revision: view.revision,
  isPartial: view.isPartial,
  startMs: view.startMs,
  endMs: view.endMs,
  text: view.text,
  words: [...view.words],
  areWordTimesEstimated: view.areWordTimesEstimated,
  engine: view.engine,
  recognizedAtMs: view.recognizedAtMs,
  redactions: [],
});
