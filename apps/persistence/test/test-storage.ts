import { callIdSchema, parseEvent, type CallId, type EventOf, type JsonEventType } from '@earshot/contracts';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { createCallKeys, LocalMasterKey } from '@earshot/keys';
import {
  EVERY_ROW,
  type CallKeys,
  type CallStore,
  type CallView,
  type EventBus,
  type Notifier,
  type SegmentView,
} from '@earshot/ports';
import { createDiskRecordingStore, type Recordings } from '@earshot/recordings';
import { CapturingLogger, CapturingMetrics, ManualClock, TestSealer } from '@earshot/testing';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audioHandlers } from '../src/handlers/audio-handlers.js';
import { insightHandlers } from '../src/handlers/insight-handlers.js';
import { lifecycleHandlers } from '../src/handlers/lifecycle-handlers.js';
import { Persistence, type PersistenceAdapters } from '../src/persistence.js';
import { persistenceConfigSchema } from '../src/persistence.config.js';

export type RowChanged = EventOf<'row.changed'>;

/** A bus that records which row changes were published on it. */
export class RecordingBus implements EventBus {
  readonly changes: RowChanged[] = [];

  constructor(readonly isDurable = false) {}

  async publish(_topic: string, _key: string, value: Uint8Array): Promise<void> {
    const event = parseEvent(value);
    if (!event.ok) throw new Error(event.error.detail);
    this.changes.push(event.value as RowChanged);
  }

  async whenDurable(): Promise<void> {}

  subscribe(): never {
    throw new Error('this bus has no subscribers');
  }

  async close(): Promise<void> {}
}

/** One process of the service on the shared storage. */
export interface TestReplica {
  readonly persistence: Persistence;
  readonly clock: ManualClock;
  readonly metrics: CapturingMetrics;
  readonly bus: RecordingBus;
  handle(event: { type: string }): Promise<void>;
  /** The acknowledged events of calls.audio, in order. */
  readonly acknowledged: { type: string }[];
  /** Gives the partition to another replica. Later events belong to the next ownership. */
  losePartition(): void;
}

export interface ReplicaOptions {
  readonly store?: CallStore;
  readonly recordings?: Recordings;
  readonly notifier?: Notifier;
  readonly config?: Record<string, string>;
  /** Whether the bus delivers unacknowledged messages again; false by default. */
  readonly isBusDurable?: boolean;
}

export interface TestStorage {
  /** Where the database is. */
  readonly url: string;
  /** Where the recordings are. */
  readonly recordingsFolder: string;
  readonly stores: PostgresStores;
  readonly masterKey: LocalMasterKey;
  /** The keys of calls as one more process finds them. */
  openKeys(masterKey?: LocalMasterKey): CallKeys;
  startReplica(over?: ReplicaOptions): TestReplica;
  recordings(): Recordings;
  view(callId: CallId): Promise<CallView>;
  segments(callId: CallId): Promise<SegmentView[]>;
  recorded(callId: CallId): Promise<Buffer>;
  stop(): Promise<void>;
}

/** Opens a real PostgreSQL and a real directory of recordings. */
export async function openTestStorage(): Promise<TestStorage> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-persistence-'));
  await copyTestCluster(home);
  const postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  const stores = openPostgres({ url: postgres.url, poolSize: 4, logger: new CapturingLogger() });
  await stores.migrate();
  const masterKey = new LocalMasterKey([randomBytes(32)]);
  const openKeys = (opening = masterKey) =>
    createCallKeys({ masterKey: opening, store: stores.callKeys, clock: new ManualClock() });
  const keys = openKeys();
  const recordingsFolder = join(home, 'recordings');
  const recordings = () => createDiskRecordingStore({ directory: recordingsFolder, keys });
  return {
    url: postgres.url,
    recordingsFolder,
    stores,
    masterKey,
    openKeys,
    recordings,
    startReplica: (over = {}) =>
      startTestReplica({
        store: stores.callStore,
        deadLetters: stores.deadLetters,
        erasureQueue: stores.erasureQueue,
        notifications: stores.notifications,
        retention: stores.retention,
        audioRemovals: stores.audioRemovals,
        auditWriter: stores.auditWriter,
        sealer: new TestSealer(),
        recordings: recordings(),
        ...over,
      }),
    view: async (callId) => {
      const [view] = await stores.callReader.callsById(EVERY_ROW, [callId]);
      if (!view) throw new Error('no such call');
      return view;
    },
    segments: async (callId) =>
      (await stores.callReader.segments(EVERY_ROW, callId, { first: 500 })).items.map(({ item }) => item),
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

function startTestReplica({
  isBusDurable = false,
  config: env = {},
  ...adapters
}: Omit<ReplicaOptions, keyof PersistenceAdapters> & PersistenceAdapters): TestReplica {
  const [clock, metrics, bus] = [new ManualClock(), new CapturingMetrics(), new RecordingBus(isBusDurable)];
  const config = persistenceConfigSchema.parse({ EARSHOT_WRITE_WINDOW_MS: '0', ...env });
  let ids = 0;
  const process = { bus, clock, metrics, logger: new CapturingLogger(), newId: () => `event-${ids++}` };
  const persistence = new Persistence(config, process, adapters);
  const acknowledged: { type: string }[] = [];
  let ownership = new AbortController();
  const otherHandlers = { ...lifecycleHandlers(persistence.writes), ...insightHandlers(persistence.writes) };
  const handle = async (event: { type: string }) => {
    const context = { lost: ownership.signal, acknowledge: () => void acknowledged.push(event) };
    const table: Record<string, ((event: never) => Promise<void> | void) | undefined> = {
      ...audioHandlers(persistence.recordings, context),
      ...otherHandlers,
    };
    await table[event.type]?.(event as never);
  };
  const losePartition = () => {
    const before = ownership;
    ownership = new AbortController();
    before.abort();
  };
  return { persistence, clock, metrics, bus, handle, acknowledged, losePartition };
}

export const callId = (text: string): CallId => callIdSchema.parse(text);
export type { JsonEventType };
