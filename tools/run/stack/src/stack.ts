import type { ServiceName } from '@earshot/contracts';

/** The buses that a stack can use. */
export const stackBuses = ['kafka', 'kinesis'] as const;
export type StackBus = (typeof stackBuses)[number];

/** `passwords`: SASL with SCRAM-SHA-512, as in the Compose file. */
export type KafkaSignIn = 'certificates' | 'passwords';

/** One line of output. `source` names the part that printed it: `ingest-1`, `kafka`, `postgres`. */
export interface StackLogLine {
  readonly source: string;
  readonly line: string;
}

export interface StackOptions {
  /** The stack writes all data to this folder. A later stack with the same folder finds the same calls. */
  readonly dataDir: string;
  /** Number of processes of every service, or by service. Default: 1. */
  readonly replicas?: number | Partial<Record<ServiceName, number>>;
  /** Settings of every service. They override those of the stack. */
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of single processes. They override `env`. `index` starts at 1. */
  readonly envOf?: (name: ServiceName, index: number) => Readonly<Record<string, string>>;
  /** Absolute paths or URLs of modules that Node loads before the service (`--import`), for example to inject faults. */
  readonly preload?: (name: ServiceName, index: number) => readonly string[];
  /** Default: `kafka`. */
  readonly bus?: StackBus;
  /** How services sign in at Kafka. Default: `certificates`. With `passwords`, ingest connects without the link. */
  readonly kafkaSignIn?: KafkaSignIn;
  /** Pause before a service that ended unexpectedly is restarted. Undefined: it is not restarted. */
  readonly restartAfterMs?: number;
  /** Ports of the first gateway and the first ingest. Undefined: any free port. */
  readonly ports?: { readonly http?: number; readonly ingest?: number };
  readonly onLog?: (line: StackLogLine) => void;
  /** Aborting it ends the start and stops every part. */
  readonly signal?: AbortSignal;
  /** Called with the name of each step of the start. */
  readonly onProgress?: (step: string) => void;
}

/** One process of one service. It keeps its ports over restarts. */
export interface ServiceProcess {
  readonly name: ServiceName;
  /** Starts at 1. */
  readonly index: number;
  /** The process id; after the end, the last one. */
  readonly pid: number;
  readonly healthUrl: string;
  isAlive(): boolean;
  /** Sends a signal. Does nothing if the process has ended. */
  signal(signal: NodeJS.Signals): void;
  /** Sends SIGTERM, after SIGCONT. Resolves with the exit code, or null if a signal killed the process. */
  stop(): Promise<number | null>;
  /** Resolves with the exit code when the process has ended. */
  exited(): Promise<number | null>;
  /** Stops it if it runs, then starts it with the same ports and settings. Resolves when it is ready. */
  restart(options?: {
    readonly env?: Readonly<Record<string, string>>;
    readonly waitUntilReady?: boolean;
  }): Promise<void>;
  isReady(): Promise<boolean>;
  /** The last 2 MiB that it printed, over all restarts. */
  output(): string;
}

/** A server that the services need and that a test can stop and start. It keeps its address and data. */
export interface StackServer {
  readonly pid: number;
  isAlive(): boolean;
  /** Shuts down without losing data. */
  stop(): Promise<void>;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(): Promise<void>;
  /** Starts it after `stop` or `kill`. Resolves when it answers. */
  start(): Promise<void>;
}

/** A Kafka broker or a kinesalite. */
export interface StackBroker extends StackServer {
  /** Its own address, not that of the link. */
  readonly address: string;
}

/** Every connection from ingest to the broker goes through this link. */
export interface BrokerLink {
  /** Resets open connections and refuses new ones. */
  cut(): void;
  /** Keeps connections open but forwards nothing, like a firewall that drops packets. */
  stall(): void;
  /** Ends a cut or a stall. */
  restore(): void;
}

/** The services, each in its own process, with a real broker and a real database. */
export interface Stack {
  readonly httpUrls: readonly string[];
  /** With the path of the LCA protocol: `ws://127.0.0.1:…/api/v1/ws`. */
  readonly ingestUrls: readonly string[];
  /** Of the role that owns the database. Each service has a role of its own. Do not log it: it contains the password. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** The environment of a process of this service, for example to start a tool with the same settings. */
  environmentOf(name: ServiceName, index: number): Readonly<Record<string, string>>;
  readonly services: readonly ServiceProcess[];
  readonly broker: StackBroker;
  readonly postgres: StackServer & { restart(): Promise<void> };
  readonly ingestBrokerLink: BrokerLink;
  /** Stops the services in the order of the pipeline, then the servers. Idempotent. */
  stop(): Promise<void>;
}
