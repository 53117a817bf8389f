import type { ServiceName } from '@earshot/contracts';

/** What can stand between the services. */
export const stackBuses = ['kafka', 'kinesis'] as const;
export type StackBus = (typeof stackBuses)[number];

/** One line that a part of the stack printed. `source`: `ingest-1`, `kafka`, `postgres`, `stack`. */
export interface StackLogLine {
  readonly source: string;
  readonly line: string;
}

export interface StackOptions {
  /** Everything is written under it; the same one finds the same calls again. */
  readonly dataDir: string;
  /** Processes of each service, or of each by name. 1 unless said. */
  readonly replicas?: number | Partial<Record<ServiceName, number>>;
  /** Settings of every service, over those that the stack makes itself. */
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of single processes, over `env`. `index` starts at 1. */
  readonly envOf?: (name: ServiceName, index: number) => Readonly<Record<string, string>>;
  /** Modules that a service's Node loads before its own (`--import`), e.g. faults. Absolute paths. */
  readonly preload?: (name: ServiceName, index: number) => readonly string[];
  /** `kafka` unless said. */
  readonly bus?: StackBus;
  /** A service that ends without being asked to is started again after this pause; never unless given. */
  readonly reviveAfterMs?: number;
  /** First ports of the gateways and of the ingests; any free ones unless given. */
  readonly ports?: { readonly http?: number; readonly ingest?: number };
  readonly onLog?: (line: StackLogLine) => void;
  /** Ended while the stack starts: the start is given up and everything stopped. */
  readonly signal?: AbortSignal;
  /** Told what is being waited for. */
  readonly onProgress?: (step: string) => void;
}

/** One process of one service. Its ports stay the same over restarts. */
export interface ServiceProcess {
  readonly name: ServiceName;
  /** From 1. */
  readonly index: number;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  readonly healthUrl: string;
  isAlive(): boolean;
  /** Sends any signal; a process that ended already is left alone. */
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, then waits; the exit code, null after a kill. A process stopped by SIGSTOP is continued first. */
  stop(): Promise<number | null>;
  /** Resolves when the process is gone, however that came. */
  exited(): Promise<number | null>;
  /** Stops it where it still lives, starts it again with the same ports and settings; resolves when it is ready. */
  restart(options?: {
    readonly env?: Readonly<Record<string, string>>;
    readonly waitUntilReady?: boolean;
  }): Promise<void>;
  isReady(): Promise<boolean>;
  /** What it printed so far, over all its lives; the last 2 MiB of it. */
  output(): string;
}

/** A server that the services need, to be taken away and given back. Its address and data stay the same. */
export interface StackServer {
  readonly pid: number;
  isAlive(): boolean;
  /** In good order. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** After `stop` or `kill`; resolves when it answers. */
  start(): Promise<void>;
}

/** A Kafka broker, or a Kinesis on this machine. */
export interface StackBroker extends StackServer {
  /** Where it is reached, not by way of the link. */
  readonly address: string;
}

/** The only way from the ingests to the broker. */
export interface BrokerLink {
  /** Ends open connections and refuses new ones. */
  cut(): void;
  /** Keeps connections open and lets nothing through, as a firewall that drops packets does. */
  stall(): void;
  mend(): void;
}

/** The services, each in a process of its own, with a real broker and a real database. */
export interface Stack {
  readonly httpUrls: readonly string[];
  /** With the path of the LCA protocol: `ws://127.0.0.1:…/api/v1/ws`. */
  readonly ingestUrls: readonly string[];
  /** Holds the password: never to be logged. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** The environment of a process of this service, e.g. to start a tool beside it. */
  environmentOf(name: ServiceName, index: number): Readonly<Record<string, string>>;
  readonly services: readonly ServiceProcess[];
  readonly broker: StackBroker;
  readonly postgres: StackServer & { restart(): Promise<void> };
  readonly ingestBrokerLink: BrokerLink;
  /** Services first, in the order of the path, then the servers. Nothing is left running. Idempotent. */
  stop(): Promise<void>;
}
