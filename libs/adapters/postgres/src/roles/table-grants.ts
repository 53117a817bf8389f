import type { ServiceName } from '@earshot/contracts';

type Grants = Partial<Readonly<Record<ServiceName, string>>>;

const READ = 'select';
const APPEND = 'select, insert';
const CHANGE = 'select, insert, update';
const ALL = 'select, insert, update, delete';
/** Every process writes what it is, and takes its share of a Kinesis stream. */
const everyService = (privileges: string): Grants => ({
  ingest: privileges,
  transcription: privileges,
  enrichment: privileges,
  persistence: privileges,
  gateway: privileges,
});
const persistenceAndReader: Grants = { persistence: ALL, gateway: READ };

/** What the role of each service may do with each table and view. A service that a table does not name cannot reach it. */
export const tableGrants: Readonly<Record<string, Grants>> = {
  access_keys: { ingest: 'select, update (last_used_at)', gateway: ALL },
  agent_searches: persistenceAndReader,
  audit_accesses: { persistence: ALL },
  audit_heads: { persistence: CHANGE, gateway: READ },
  audit_trail: { persistence: APPEND, gateway: READ },
  call_claims: { ingest: ALL },
  call_facts: persistenceAndReader,
  call_keys: { transcription: READ, persistence: ALL, gateway: READ },
  call_pause_changes: persistenceAndReader,
  call_pauses: { ingest: READ, persistence: ALL, gateway: READ },
  // The gateway hides a call that somebody erases, and notes until when another is kept.
  calls: {
    ingest: READ,
    transcription: READ,
    enrichment: READ,
    persistence: ALL,
    gateway: 'select, update (tenant, version, retain_until)',
  },
  category_matches: persistenceAndReader,
  dead_letters: { persistence: ALL },
  disabled_people: { ingest: READ, gateway: READ },
  doubled_segments: { persistence: ALL },
  earshot_migrations: everyService(READ),
  erasures: { ingest: READ, persistence: ALL, gateway: APPEND },
  hidden_spans: persistenceAndReader,
  ledger_spans: persistenceAndReader,
  legal_holds: { persistence: READ, gateway: ALL },
  // The gateway sends a notification again.
  notifications: {
    persistence: ALL,
    gateway: 'select, update (state, attempts, next_at, leased_until, settled_at)',
  },
  participants: { enrichment: READ, persistence: ALL, gateway: READ },
  provisioned_groups: { gateway: ALL },
  provisioned_members: { gateway: ALL },
  provisioned_users: { gateway: ALL },
  retention_policies: { persistence: READ, gateway: ALL },
  segments: { enrichment: READ, persistence: ALL, gateway: READ },
  sessions: { gateway: ALL },
  shard_leases: everyService(ALL),
  shard_members: everyService(ALL),
  shared_settings: everyService(ALL),
  sign_in_attempts: { gateway: ALL },
  sign_in_tickets: { gateway: ALL },
  silences: persistenceAndReader,
  speech_readiness: { transcription: ALL, gateway: READ },
  streams: { ingest: READ, transcription: READ, persistence: ALL, gateway: READ },
  team_members: { gateway: ALL },
  track_assignments: { enrichment: READ, persistence: ALL, gateway: READ },
  transcript_progress: { transcription: ALL, persistence: 'select, delete' },
  used_logout_tokens: { gateway: 'select, insert, delete' },
  users: { gateway: CHANGE },
};
