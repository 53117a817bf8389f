import type {
  CallReader,
  CallStore,
  DeadLetterStore,
  ShardLeases,
  StreamRegistry,
  TranscriptProgressStore,
} from '@earshot/ports';
import { Database, type DatabaseOptions } from './database.js';
import { PostgresDeadLetters } from './dead-letters/postgres-dead-letters.js';
import { PostgresShardLeases } from './leases/postgres-shard-leases.js';
import { PostgresTranscriptProgress } from './progress/postgres-transcript-progress.js';
import { PostgresCallReader } from './calls/read/postgres-call-reader.js';
import { PostgresStreamRegistry } from './streams/postgres-stream-registry.js';
import { PostgresCallStore } from './calls/write/postgres-call-store.js';

export interface PostgresCalls {
  readonly store: CallStore;
  readonly reader: CallReader;
  readonly registry: StreamRegistry;
  /** Who of a consumer group reads which shard of a Kinesis stream. */
  readonly shardLeases: ShardLeases;
  /** How far transcripts are published, for whoever takes a call over. */
  readonly progress: TranscriptProgressStore;
  /** Messages that stages gave up on. */
  readonly deadLetters: DeadLetterStore;
  /** Creates or updates the tables; safe from several processes at once, and again. */
  migrate(): Promise<void>;
  /** Rejects with retryable `STORE_UNAVAILABLE` while the database cannot answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Calls in PostgreSQL. Connects when first used; nothing here waits for a server that is not there yet. */
export function createCallStore(options: DatabaseOptions): PostgresCalls {
  const database = new Database(options);
  return {
    store: new PostgresCallStore(database),
    reader: new PostgresCallReader(database),
    registry: new PostgresStreamRegistry(database),
    shardLeases: new PostgresShardLeases(database),
    progress: new PostgresTranscriptProgress(database),
    deadLetters: new PostgresDeadLetters(database),
    migrate: () => database.migrate(),
    ping: () => database.read(async (manager) => void (await manager.query('select 1'))),
    close: () => database.close(),
  };
}
