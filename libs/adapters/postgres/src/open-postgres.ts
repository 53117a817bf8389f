import type {
  AttemptStore,
  AuditReader,
  AuditWriter,
  AudioRemovals,
  CallClaims,
  CallErasures,
  CallKeeping,
  CallKeyStore,
  CallReader,
  CallStore,
  DeadLetterStore,
  ErasureQueue,
  KeyStore,
  NotificationLog,
  NotificationQueue,
  SessionStore,
  ProvisioningStore,
  RetentionPolicies,
  RetentionQueue,
  ShardLeases,
  SpeechReadinessStore,
  StreamRegistry,
  TeamStore,
  TicketStore,
  TranscriptProgressStore,
  UnfinishedTranscriptFinder,
  UserStore,
} from '@earshot/ports';
import { PostgresAccessKeys } from './access/postgres-access-keys.js';
import { PostgresAttempts } from './access/postgres-attempts.js';
import { PostgresProvisioning } from './access/postgres-provisioning.js';
import { PostgresSessions } from './access/postgres-sessions.js';
import { PostgresTeams } from './access/postgres-teams.js';
import { PostgresTickets } from './access/postgres-tickets.js';
import { PostgresUsers } from './access/postgres-users.js';
import { PostgresAuditReader } from './audit/postgres-audit-reader.js';
import { PostgresAuditWriter } from './audit/postgres-audit-writer.js';
import { PostgresCallKeys } from './call-keys/postgres-call-keys.js';
import { PostgresAudioRemovals } from './calls/hidden-audio/postgres-audio-removals.js';
import { PostgresCallReader } from './calls/read/postgres-call-reader.js';
import { PostgresCallStore } from './calls/write/postgres-call-store.js';
import { Database, type DatabaseOptions } from './database.js';
import { PostgresDeadLetters } from './dead-letters/postgres-dead-letters.js';
import { PostgresShardLeases } from './leases/postgres-shard-leases.js';
import { PostgresCallKeeping } from './lifecycle/postgres-call-keeping.js';
import { PostgresErasureQueue } from './lifecycle/postgres-erasure-queue.js';
import { PostgresErasures } from './lifecycle/postgres-erasures.js';
import { PostgresRetention } from './lifecycle/postgres-retention.js';
import { PostgresNotifications } from './notifications/postgres-notifications.js';
import { PostgresTranscriptProgress } from './progress/postgres-transcript-progress.js';
import { PostgresSharedSettings, type SharedSettingsStore } from './shared-settings/postgres-shared-settings.js';
import { PostgresSpeechReadiness } from './speech-readiness/postgres-speech-readiness.js';
import { PostgresCallClaims } from './claims/postgres-call-claims.js';
import { PostgresStreamRegistry } from './streams/postgres-stream-registry.js';

/** Everything that Earshot keeps in PostgreSQL, each store behind its port. They share one connection pool. */
export interface PostgresStores {
  readonly accessKeys: KeyStore;
  readonly audioRemovals: AudioRemovals;
  readonly auditReader: AuditReader;
  readonly auditWriter: AuditWriter;
  readonly callClaims: CallClaims;
  readonly callErasures: CallErasures;
  readonly callKeeping: CallKeeping;
  readonly callKeys: CallKeyStore;
  readonly callStore: CallStore;
  readonly callReader: CallReader;
  readonly notifications: NotificationQueue & NotificationLog;
  readonly provisioning: ProvisioningStore;
  readonly sessions: SessionStore;
  readonly signInAttempts: AttemptStore;
  readonly streamRegistry: StreamRegistry;
  readonly transcriptProgress: TranscriptProgressStore & UnfinishedTranscriptFinder;
  readonly deadLetters: DeadLetterStore;
  readonly erasureQueue: ErasureQueue;
  readonly retention: RetentionPolicies & RetentionQueue;
  /** For the Kinesis bus. */
  readonly shardLeases: ShardLeases;
  readonly sharedSettings: SharedSettingsStore;
  readonly speechReadiness: SpeechReadinessStore;
  readonly teams: TeamStore;
  readonly tickets: TicketStore;
  readonly users: UserStore;
  /**
   * Creates or updates the tables, and grants the roles of the services what they need. Safe to repeat and to run from several
   * processes at once. With the role of a service, it rejects with a retryable `STORE_UNAVAILABLE` until its tables exist.
   */
  migrate(): Promise<void>;
  /** Rejects with a retryable `STORE_UNAVAILABLE` while the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Returns at once, even without a server: the pool connects at the first use. */
export function openPostgres(options: DatabaseOptions): PostgresStores {
  const database = new Database(options);
  return {
    accessKeys: new PostgresAccessKeys(database),
    audioRemovals: new PostgresAudioRemovals(database),
    auditReader: new PostgresAuditReader(database),
    auditWriter: new PostgresAuditWriter(database),
    callClaims: new PostgresCallClaims(database),
    callErasures: new PostgresErasures(database),
    callKeeping: new PostgresCallKeeping(database),
    callKeys: new PostgresCallKeys(database),
    callStore: new PostgresCallStore(database),
    callReader: new PostgresCallReader(database),
    streamRegistry: new PostgresStreamRegistry(database),
    transcriptProgress: new PostgresTranscriptProgress(database),
    deadLetters: new PostgresDeadLetters(database),
    erasureQueue: new PostgresErasureQueue(database),
    notifications: new PostgresNotifications(database),
    retention: new PostgresRetention(database),
    shardLeases: new PostgresShardLeases(database),
    sharedSettings: new PostgresSharedSettings(database),
    speechReadiness: new PostgresSpeechReadiness(database),
    provisioning: new PostgresProvisioning(database),
    sessions: new PostgresSessions(database),
    signInAttempts: new PostgresAttempts(database),
    teams: new PostgresTeams(database),
    tickets: new PostgresTickets(database),
    users: new PostgresUsers(database),
    migrate: () => database.migrate(),
    ping: () => database.read(async (manager) => void (await manager.query('select 1'))),
    close: () => database.close(),
  };
}
