import {
  callIdSchema,
  exampleSpeaker,
  participantSchema,
  type CallId,
  type EventData,
  type Participant,
  type ParticipantId,
  type ParticipantMetrics,
  type ParticipantRole,
  type SegmentId,
  type ServiceName,
} from '@earshot/contracts';
import { everythingOf } from '@earshot/domain';
import type { CallQuery, CallWrite, StreamProgress } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '../src/index.js';
import { createServiceRoles } from './service-logins.js';

export { runSql } from './run-sql.js';

/** A real PostgreSQL with our tables, for one test file. `stores` are those of the role of `service`, or else of the owner. */
export async function startDatabase(service?: ServiceName): Promise<{
  stores: PostgresStores;
  url: string;
  /** The data directory. */
  home: string;
  stop(): Promise<void>;
}> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-store-'));
  await copyTestCluster(home);
  const postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  const roles = service === undefined ? null : await createServiceRoles(postgres.url, home);
  const open = (url: string) => openPostgres({ url, poolSize: 4, logger: new CapturingLogger() });
  const owner = open(postgres.url);
  await owner.migrate();
  const stores = service === undefined || roles === null ? owner : open(roles[service]);
  return {
    stores,
    url: postgres.url,
    home,
    stop: async () => {
      await Promise.all([...new Set([owner, stores])].map((opened) => opened.close()));
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Every call of the tests' tenant whose start is stored. */
export const EVERYTHING = everythingOf('default');

export const NOW = 1_790_000_000_000;
export const id = (text: string): CallId => callIdSchema.parse(text);

export const segment = (callId: string, over: Partial<EventData<'segment.enriched'>> = {}): CallWrite => ({
  kind: 'segment',
  callId: id(callId),
  atMs: NOW,
  data: {
    segmentId: '1-0-0' as SegmentId,
    ...exampleSpeaker('AGENT'),
    revision: 2,
    isPartial: false,
    startMs: 0,
    endMs: 1_000,
    text: 'hello',
    words: [{ text: 'hello', startMs: 0, endMs: 900 }],
    engine: 'scripted',
    recognizedAtMs: NOW,
    redactions: [],
    sentiment: 'NEUTRAL',
    sentimentScore: 0,
    ...over,
  },
});

export const started = (callId: string, over: Partial<EventData<'call.started'>> = {}): CallWrite => ({
  kind: 'started',
  callId: id(callId),
  atMs: NOW,
  data: { source: 'lca-websocket', startedAtMs: NOW - 1_000, ...over },
});

export const ended = (callId: string, over: Partial<EventData<'call.ended'>> = {}): CallWrite => ({
  kind: 'ended',
  callId: id(callId),
  atMs: NOW,
  data: { endedAtMs: NOW + 60_000, durationMs: 61_000, reason: 'ENDED', ...over },
});

export const progress = (callId: string, positionSample: number, over: Partial<StreamProgress> = {}): CallWrite => ({
  kind: 'progress',
  callId: id(callId),
  atMs: NOW,
  progress: {
    codec: 'L16',
    sampleRateHz: 8_000,
    channelCount: 2,
    positionSample,
    lastAudioAtMs: NOW,
    nextSequence: 3,
    hasRecording: true,
    isRecorded: true,
    recordedSample: positionSample,
    ...over,
  },
});

export const covered = (
  callId: string,
  track: number,
  fromMs: number,
  toMs: number,
  pricePerMinute?: number,
): CallWrite => ({
  kind: 'covered',
  callId: id(callId),
  atMs: NOW,
  data: { track, fromMs, toMs, engine: 'scripted', ...(pricePerMinute !== undefined && { pricePerMinute }) },
});

export const match = (callId: string, category: string, segmentId: string, isAlert = false): CallWrite => ({
  kind: 'category',
  callId: id(callId),
  atMs: NOW,
  data: { category, isAlert, segmentId: segmentId as SegmentId, ...exampleSpeaker('CUSTOMER'), atMs: 100 },
});

/** The metrics of one participant in `metrics.changed`. */
export const figuresOf = (
  role: ParticipantRole,
  weightedSentiment: number | null,
  over: Partial<ParticipantMetrics> = {},
): ParticipantMetrics => ({
  participantId: role.toLowerCase() as ParticipantId,
  role,
  talkMs: 1,
  words: 1,
  wordsPerMinute: 1,
  interruptions: 0,
  averageSentiment: null,
  weightedSentiment,
  sentimentByQuarter: [],
  sentimentTrend: null,
  ...over,
});

export const metrics = (callId: string, revision: number, ...participants: ParticipantMetrics[]): CallWrite => ({
  kind: 'metrics',
  callId: id(callId),
  atMs: NOW,
  data: { revision, silenceMs: revision, overlapMs: 0, participants },
});

export const figures = (callId: string, revision: number, weightedSentiment: number | null): CallWrite =>
  metrics(callId, revision, figuresOf('CUSTOMER', weightedSentiment));

export const participant = (
  participantId: string,
  role: ParticipantRole,
  over: Partial<Participant> = {},
): Participant => ({ ...participantSchema.parse({ id: participantId, role }), ...over });

export const joined = (callId: string, who: Participant, atMs: number): CallWrite => ({
  kind: 'participant-joined',
  callId: id(callId),
  atMs: NOW,
  data: { participant: who, atMs },
});

export const changed = (callId: string, who: Participant, atMs: number): CallWrite => ({
  kind: 'participant-changed',
  callId: id(callId),
  atMs: NOW,
  data: { participant: who, atMs },
});

export const left = (callId: string, who: Pick<Participant, 'id'>, atMs: number): CallWrite => ({
  kind: 'participant-left',
  callId: id(callId),
  atMs: NOW,
  data: { participantId: who.id, atMs },
});

export const assigned = (
  callId: string,
  track: number,
  who: (Pick<Participant, 'id'> & Partial<Pick<Participant, 'role'>>) | null,
  fromMs: number,
): CallWrite => ({
  kind: 'track-assigned',
  callId: id(callId),
  atMs: NOW,
  track,
  participantId: who?.id ?? null,
  role: who?.role ?? null,
  fromMs,
});

export const problem = (callId: string, atMs: number, code = 'RECORDING_FAILED'): CallWrite => ({
  kind: 'problem',
  callId: id(callId),
  atMs,
  data: { stage: 'persistence', code, message: 'Something happened.' },
});

export const done = (callId: string, kind: 'audio-done' | 'transcript-done'): CallWrite => ({
  kind,
  callId: id(callId),
  atMs: NOW,
});

export const listing = (over: Partial<CallQuery> = {}): CallQuery => ({
  first: 100,
  filter: {},
  sort: { field: 'STARTED_AT', direction: 'DESC' },
  ...over,
});
