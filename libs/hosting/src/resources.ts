import type {
  AttemptStore,
  AudioRemovals,
  AuditReader,
  AuditWriter,
  Authenticator,
  CallClaims,
  CallErasures,
  CallKeeping,
  CallReader,
  CallStore,
  DeadLetterStore,
  ErasureQueue,
  KeyStore,
  NotificationLog,
  NotificationQueue,
  ProvisioningStore,
  RecordingEraser,
  RecordingStore,
  RecordStreams,
  RetentionPolicies,
  RetentionQueue,
  Sealer,
  SessionStore,
  SpeechReadinessStore,
  StreamRegistry,
  TeamStore,
  TicketStore,
  TranscriptProgressStore,
  UnfinishedTranscriptFinder,
  UserStore,
} from '@earshot/ports';
import type { HealthSources, ProcessContext } from '@earshot/runtime';

/** The resources that a program can name in `needs`. */
export interface Resources {
  readonly accessKeys: KeyStore;
  readonly audioRemovals: AudioRemovals;
  readonly auditReader: AuditReader;
  readonly auditWriter: AuditWriter;
  /** Says who sends a request, as `EARSHOT_AUTH` wants it. */
  readonly authenticator: Authenticator;
  readonly callClaims: CallClaims;
  readonly callErasures: CallErasures;
  readonly callKeeping: CallKeeping;
  readonly callReader: CallReader;
  readonly callStore: CallStore;
  readonly deadLetters: DeadLetterStore;
  readonly erasureQueue: ErasureQueue;
  readonly notifications: NotificationQueue & NotificationLog;
  /** Opens the streams of others on Kinesis. Throws `BUS_CONFIG_INCOMPLETE`, which names the missing setting. */
  readonly openRecordStreams: () => RecordStreams;
  readonly provisioning: ProvisioningStore;
  readonly recordings: RecordingStore & RecordingEraser;
  readonly retention: RetentionPolicies & RetentionQueue;
  /** Needed by a service that reads a topic: it seals the messages that it sets aside. */
  readonly sealer: Sealer;
  readonly sessions: SessionStore;
  readonly signInAttempts: AttemptStore;
  readonly speechReadiness: SpeechReadinessStore;
  readonly streamRegistry: StreamRegistry;
  readonly teams: TeamStore;
  readonly tickets: TicketStore;
  readonly transcriptProgress: TranscriptProgressStore & UnfinishedTranscriptFinder;
  readonly users: UserStore;
}

export type ResourceName = keyof Resources;

/** Where each resource is kept. */
const places: Readonly<Record<ResourceName, readonly ('keys' | 'postgres' | 'recordings')[]>> = {
  accessKeys: ['postgres'],
  audioRemovals: ['postgres'],
  auditReader: ['postgres'],
  auditWriter: ['postgres'],
  authenticator: ['postgres'],
  callClaims: ['postgres'],
  callErasures: ['postgres'],
  callKeeping: ['postgres'],
  // They may hold sealed numbers.
  callReader: ['keys', 'postgres'],
  callStore: ['keys', 'postgres'],
  deadLetters: ['postgres'],
  erasureQueue: ['postgres'],
  notifications: ['postgres'],
  // The database has the leases of their shards.
  openRecordStreams: ['postgres'],
  provisioning: ['postgres'],
  // The database has the keys that seal them, wrapped by the master key.
  recordings: ['recordings', 'keys', 'postgres'],
  retention: ['postgres'],
  sealer: ['keys'],
  sessions: ['postgres'],
  signInAttempts: ['postgres'],
  speechReadiness: ['postgres'],
  streamRegistry: ['postgres'],
  teams: ['postgres'],
  tickets: ['postgres'],
  transcriptProgress: ['postgres'],
  users: ['postgres'],
};

export const resourceNames = Object.keys(places) as readonly ResourceName[];

export const needPostgres = (needs: readonly ResourceName[]): boolean => needSome(needs, 'postgres');
export const needMasterKey = (needs: readonly ResourceName[]): boolean => needSome(needs, 'keys');

const needSome = (needs: readonly ResourceName[], place: 'keys' | 'postgres'): boolean =>
  needs.some((name) => places[name].includes(place));

/** The host gives a service the process it runs in, and exactly the resources that the service named. */
export type ServiceResources<Need extends ResourceName = never> = Pick<Resources, Need> & {
  readonly process: ProcessContext;
  /** For a service that has its own HTTP server. */
  readonly health: HealthSources;
  /** Absolute path. */
  readonly dataDir: string;
};
