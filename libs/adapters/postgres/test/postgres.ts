import { callIdSchema, type CallId, type Channel, type EventData, type SegmentId } from '@earshot/contracts';
import type { CallQuery, CallWrite, StreamProgress } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres, type PostgresStores } from '../src/index.js';

/** A real PostgreSQL with our tables, for one test file. */
export async function startDatabase(): Promise<{ stores: PostgresStores; url: string; stop(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-store-'));
  const postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  const stores = openPostgres({ url: postgres.url, poolSize: 4, logger: new CapturingLogger() });
  await stores.migrate();
  return {
    stores,
    url: postgres.url,
    stop: async () => {
      await stores.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export async function runSql<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

export const NOW = 1_790_000_000_000;
export const id = (text: string): CallId => callIdSchema.parse(text);

export const segment = (callId: string, over: Partial<EventData<'segment.enriched'>> = {}): CallWrite => ({
  kind: 'segment',
  callId: id(callId),
  atMs: NOW,
  data: {
    segmentId: 'a-0-0' as SegmentId,
    channel: 'AGENT',
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
    channels: ['CUSTOMER', 'AGENT'],
    positionSample,
    lastAudioAtMs: NOW,
    nextSequence: 3,
    hasRecording: true,
    ...over,
  },
});

export const covered = (callId: string, channel: Channel, fromMs: number, toMs: number): CallWrite => ({
  kind: 'covered',
  callId: id(callId),
  atMs: NOW,
  data: { channel, fromMs, toMs, engine: 'scripted' },
});

export const match = (callId: string, category: string, segmentId: string, isAlert = false): CallWrite => ({
  kind: 'category',
  callId: id(callId),
  atMs: NOW,
  data: { category, isAlert, segmentId: segmentId as SegmentId, channel: 'CUSTOMER', atMs: 100 },
});

export const figures = (callId: string, revision: number, averageSentiment: number | null): CallWrite => ({
  kind: 'metrics',
  callId: id(callId),
  atMs: NOW,
  data: {
    revision,
    silenceMs: revision,
    overlapMs: 0,
    channels: [
      {
        channel: 'CUSTOMER',
        talkMs: 1,
        words: 1,
        wordsPerMinute: 1,
        interruptions: 0,
        averageSentiment,
        weightedSentiment: null,
        sentimentByQuarter: [],
        sentimentTrend: null,
      },
    ],
  },
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
