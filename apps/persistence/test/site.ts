import { callIdSchema, parseEvent, type CallId, type EventOf, type JsonEventType } from '@earshot/contracts';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import type { CallStore, CallView, EventBus, RecordingStore, SegmentView } from '@earshot/ports';
import { createDiskRecordingStore } from '@earshot/recordings';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audioHandlers } from '../src/handlers/audio-handlers.js';
import { insightHandlers } from '../src/handlers/insight-handlers.js';
import { lifecycleHandlers } from '../src/handlers/lifecycle-handlers.js';
import { Persistence, type PersistenceAdapters } from '../src/persistence.js';
import { persistenceConfigSchema } from '../src/persistence.config.js';

export type Told = EventOf<'row.changed'>;

/** A bus that only remembers what was published on it. */
export class RememberingBus implements EventBus {
  readonly told: Told[] = [];

  constructor(readonly isDurable = false) {}

  async publish(_topic: string, _key: string, value: Uint8Array): Promise<void> {
    const event = parseEvent(value);
    if (!event.ok) throw new Error(event.error.detail);
    this.told.push(event.value as Told);
  }

  subscribe(): never {
    throw new Error('nobody listens here');
  }

  async close(): Promise<void> {}
}

/** One run of the service on shared storage: what a process is between its start and its end or crash. */
export interface Run {
  readonly persistence: Persistence;
  readonly clock: ManualClock;
  readonly metrics: CapturingMetrics;
  readonly bus: RememberingBus;
  handle(event: { type: string }): Promise<void>;
  /** Events of calls.audio that were acknowledged, in that order. */
  readonly acknowledged: { type: string }[];
  /** As when the partition goes to another replica, and what comes from now on is of the next ownership. */
  lose(): void;
}

export interface RunOptions {
  readonly store?: CallStore;
  readonly recordings?: RecordingStore;
  /** A bus that brings again what was not acknowledged; false unless said. */
  readonly isBusDurable?: boolean;
}

export interface Site {
  readonly stores: PostgresStores;
  run(over?: RunOptions): Run;
  recordings(): RecordingStore;
  view(callId: CallId): Promise<CallView>;
  segments(callId: CallId): Promise<SegmentView[]>;
  recorded(callId: CallId): Promise<Buffer>;
  stop(): Promise<void>;
}

/** A real PostgreSQL and a real directory of recordings. */
export async function openSite(): Promise<Site> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-persistence-'));
  const postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  const stores = openPostgres({ url: postgres.url, poolSize: 4, logger: new CapturingLogger() });
  await stores.migrate();
  const recordings = () => createDiskRecordingStore({ directory: join(home, 'recordings') });
  return {
    stores,
    recordings,
    run: (over = {}) =>
      startRun({ store: stores.callStore, deadLetters: stores.deadLetters, recordings: recordings(), ...over }),
    view: async (callId) => {
      const [view] = await stores.callReader.callsById([callId]);
      if (!view) throw new Error('no such call');
      return view;
    },
    segments: async (callId) =>
      (await stores.callReader.segments(callId, { first: 500 })).items.map(({ item }) => item),
    recorded: async (callId) => {
      const recording = await recordings().find(callId);
      const pieces: Buffer[] = [];
      if (recording) for await (const piece of recording.read(0, recording.sizeBytes)) pieces.push(piece as Buffer);
      return Buffer.concat(pieces);
    },
    stop: async () => {
      await stores.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function startRun({
  isBusDurable = false,
  ...adapters
}: Omit<RunOptions, keyof PersistenceAdapters> & PersistenceAdapters): Run {
  const [clock, metrics, bus] = [new ManualClock(), new CapturingMetrics(), new RememberingBus(isBusDurable)];
  const config = persistenceConfigSchema.parse({ EARSHOT_WRITE_WINDOW_MS: '0' });
  let ids = 0;
  const process = { bus, clock, metrics, logger: new CapturingLogger(), newId: () => `event-${ids++}` };
  const persistence = new Persistence(config, process, adapters);
  const acknowledged: { type: string }[] = [];
  let ownership = new AbortController();
  const others = { ...lifecycleHandlers(persistence.writes), ...insightHandlers(persistence.writes) };
  const handle = async (event: { type: string }) => {
    const delivery = { lost: ownership.signal, acknowledge: () => void acknowledged.push(event) };
    const table: Record<string, ((event: never) => Promise<void> | void) | undefined> = {
      ...audioHandlers(persistence.recorders)(delivery),
      ...others,
    };
    await table[event.type]?.(event as never);
  };
  const lose = () => {
    const before = ownership;
    ownership = new AbortController();
    before.abort();
  };
  return { persistence, clock, metrics, bus, handle, acknowledged, lose };
}

export const callId = (text: string): CallId => callIdSchema.parse(text);
export type { JsonEventType };
