import { resolve } from 'node:path';
import type { ServiceName } from '@earshot/contracts';
import { createCallStore, type PostgresCalls } from '@earshot/postgres';
import type { Logger, RecordingStore } from '@earshot/ports';
import {
  createLogger,
  newUuid,
  ProcessLifecycle,
  PromMetrics,
  systemClock,
  type HealthSources,
  type ProcessContext,
  type RunningService,
} from '@earshot/runtime';
import type { ProcessConfig } from './hosting.config.js';
import { openBus, type OpenBus } from './open-bus.js';
import { openRecordings } from './open-recordings.js';
import { Teardown } from './teardown.js';
import { untilAvailable } from './until-available.js';

/** What a process lends to the services in it, one or all: so the two forms cannot differ. */
export interface ServiceHost {
  readonly process: ProcessContext;
  /** For a service with an HTTP server of its own. */
  readonly health: HealthSources;
  readonly stores: PostgresCalls;
  readonly recordings: RecordingStore;
  /** Absolute. */
  readonly dataDir: string;
}

/** A service that takes work. */
export interface StartedService extends Pick<RunningService, 'close'> {
  /** What a person wants to know of it: its addresses, its engine. */
  readonly facts: Readonly<Record<string, string>>;
}

export interface ProcessHostOptions {
  /** Of the program, e.g. the service. */
  readonly name: string;
  readonly config: ProcessConfig;
  readonly inProcess: readonly ServiceName[];
  /** Whether a process without its database should get no work; so unless said otherwise. */
  readonly needsDatabase?: boolean | undefined;
  /** Ended from outside: waiting for a server ends too. */
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
}

/** Opens what a process needs in an order that lets it say how it is from the first moment, and closes it in the opposite one. */
export class ProcessHost {
  readonly lifecycle = new ProcessLifecycle();
  readonly metrics = new PromMetrics();
  readonly teardown = new Teardown();
  readonly logger: Logger;
  readonly dataDir: string;
  private bus: OpenBus | undefined;

  constructor(private readonly options: ProcessHostOptions) {
    const { config } = options;
    this.logger =
      options.logger ?? createLogger({ level: config.EARSHOT_LOG_LEVEL, format: config.EARSHOT_LOG_FORMAT });
    this.dataDir = resolve(config.EARSHOT_DATA_DIR);
  }

  get health(): HealthSources {
    return { lifecycle: this.lifecycle, metricsText: () => this.metrics.text() };
  }

  /** Waits for the database and the bus and hands out what services live on. */
  async open(databaseUrl: string): Promise<ServiceHost> {
    const { config, inProcess, signal } = this.options;
    const tools = { clock: systemClock, newId: newUuid, logger: this.logger, metrics: this.metrics };
    const waiting = { clock: systemClock, logger: this.logger, signal };
    const stores = createCallStore({ url: databaseUrl, poolSize: config.EARSHOT_DATABASE_POOL, logger: this.logger });
    this.teardown.add(() => stores.close());
    this.lifecycle.addCheck('database', () => stores.ping().then(() => true), {
      needed: this.options.needsDatabase !== false,
    });
    const opened = openBus(config, inProcess, { ...tools, clientName: this.options.name, leases: stores.shardLeases });
    this.bus = opened;
    this.teardown.add(() => opened.bus.close());
    this.lifecycle.addCheck('bus', () => opened.ping().then(() => true));
    await Promise.all([
      untilAvailable(() => stores.migrate(), { ...waiting, what: 'the database' }),
      untilAvailable(() => opened.ping(), { ...waiting, what: 'the event bus' }),
    ]);
    return {
      process: { bus: opened.bus, ...tools },
      health: this.health,
      stores,
      recordings: await openRecordings(config, inProcess),
      dataDir: this.dataDir,
    };
  }

  /** Starts a service; closing the host closes it, after those that were started later. */
  async run<S extends StartedService>(starting: Promise<S>): Promise<S> {
    const service = await starting;
    this.teardown.add(() => service.close());
    // What the stages before this one published in their own drain is handled before it goes.
    this.teardown.add(() => this.bus?.settle());
    return service;
  }

  ready(): void {
    this.lifecycle.enter('ready');
  }

  /** Readiness says so at once; then everything is closed. Idempotent. */
  close(): Promise<void> {
    if (this.lifecycle.state !== 'stopped') this.lifecycle.enter('draining');
    return this.teardown.run().finally(() => this.lifecycle.enter('stopped'));
  }
}
