import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres } from '@earshot/postgres';
import type { CallId, EarshotEvent } from '@earshot/contracts';
import { EVERY_ROW, type CallReader, type CallWrite } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';

/** A call as the store shows it. */
export type StoredCall = Awaited<ReturnType<StoredCalls['read']>>;

export interface StoredCalls {
  readonly reader: CallReader;
  /** Stores published events as persistence does. */
  store(events: readonly EarshotEvent[]): Promise<void>;
  read(callId: CallId): ReturnType<typeof read>;
  stop(): Promise<void>;
}

/** Opens the real call store on a real PostgreSQL. */
export async function openStoredCalls(): Promise<StoredCalls> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-enrichment-'));
  const logger = new CapturingLogger();
  await copyTestCluster(home);
  const postgres = await startEmbeddedPostgres({ dataDir: home, logger });
  const stores = openPostgres({ url: postgres.url, poolSize: 4, logger });
  await stores.migrate();
  return {
    reader: stores.callReader,
    store: async (events) => void (await stores.callStore.apply(events.flatMap(toWrites), 1_700_000_000_000)),
    read: (callId) => read(stores.callReader, callId),
    stop: async () => {
      await stores.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function toWrites(event: EarshotEvent): CallWrite[] {
  if (event.type === 'audio.frame') return [];
  const { callId, occurredAtMs: atMs } = event;
  switch (event.type) {
    case 'segment.enriched':
      return [{ kind: 'segment', callId, atMs, data: event.data }];
    case 'category.matched':
      return [{ kind: 'category', callId, atMs, data: event.data }];
    case 'metrics.changed':
      return [{ kind: 'metrics', callId, atMs, data: event.data }];
    case 'processing.failed':
      return [{ kind: 'problem', callId, atMs, data: event.data }];
    case 'transcript.completed':
      return [{ kind: 'transcript-done', callId, atMs }];
    default:
      return [];
  }
}

/** The last digits of a sum of scores depend on the order of the finals. */
const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toFixed(6)) : value;

async function read(reader: CallReader, callId: CallId) {
  const [call] = await reader.callsById(EVERY_ROW, [callId]);
  const segments = await reader.segments(EVERY_ROW, callId, { first: 500 });
  const matches = await reader.categoryMatches(EVERY_ROW, callId);
  return {
    segments: segments.items.map(({ item: { callId: _callId, ...segment } }) => segment),
    matches,
    metrics: JSON.parse(JSON.stringify(call?.metrics ?? null, rounded)) as unknown,
    categories: call?.categories,
    alertCount: call?.alertCount,
    problems: call?.problems.map(({ code, stage, atMs }) => ({ code, stage, atMs })),
  };
}
