import { resolve } from 'node:path';
import type { CallId, ServiceName } from '@earshot/contracts';
import { createCallKeys } from '@earshot/keys';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import type { Authenticator, Logger } from '@earshot/ports';
import {
  createLogger,
  newUuid,
  ProcessLifecycle,
  PromMetrics,
  systemClock,
  type HealthSources,
} from '@earshot/runtime';
import { agreedSettings } from './agreed-settings.js';
import type { ProcessConfig } from './hosting.config.js';
import { openAuthentication } from './open-authentication.js';
import { openCalls } from './open-calls.js';
import { openEventBus, recordStreamsOpener, type HostedEventBus } from './open-event-bus.js';
import { openKeys, type ProcessKeys } from './open-keys.js';
import { openRecordings } from './open-recordings.js';
import { publishSharedSettings } from './publish-shared-settings.js';
import { needMasterKey, needPostgres, type ResourceName, type Resources, type ServiceResources } from './resources.js';
import type { StartedService } from './service-program.js';
import { ShutdownSteps } from './shutdown-steps.js';
import { waitUntilAvailable } from './wait-until-available.js';

export interface ServiceHostOptions {
  /** The name of the program, e.g. of the service. */
  readonly name: string;
  readonly config: ProcessConfig;
  /** The services that run in this process. */
  readonly inProcess: readonly ServiceName[];
  /** True if the process reports itself ready while its database is unavailable. */
  readonly isReadyWithoutDatabase?: boolean | undefined;
  /** Aborted when the process is told to stop: the host then stops waiting for servers. */
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Opens the resources that the services of this process need, and starts the services. The standalone program and each single service use it,
 * so the two forms behave alike. Health answers before the first server does. `close` undoes everything in reverse order.
 */
export class ServiceHost {
  readonly lifecycle = new ProcessLifecycle();
  readonly metrics = new PromMetrics();
  readonly shutdown = new ShutdownSteps();
  readonly logger: Logger;
  readonly dataDir: string;
  private bus: HostedEventBus | undefined;

  constructor(private readonly options: ServiceHostOptions) {
    const { config } = options;
    this.logger =
      options.logger ?? createLogger({ level: config.EARSHOT_LOG_LEVEL, format: config.EARSHOT_LOG_FORMAT });
    this.dataDir = resolve(config.EARSHOT_DATA_DIR);
  }

  get health(): HealthSources {
    return { lifecycle: this.lifecycle, metricsText: () => this.metrics.text() };
  }

  /**
   * Opens the bus and the resources that `needs` names. Waits for the servers. `ownKeyFile`: the master key of the data
   * directory, for a process whose settings name none.
   */
  async open<Need extends ResourceName>(
    needs: readonly Need[],
    databaseUrl: string | undefined,
    ownKeyFile?: string,
  ): Promise<ServiceResources<Need>> {
    const { config, inProcess, signal } = this.options;
    const tools = { clock: systemClock, newId: newUuid, logger: this.logger, metrics: this.metrics };
    const waiting = { clock: systemClock, logger: this.logger, signal };
    const keys = await waitUntilAvailable(() => openKeys(config, ownKeyFile, needMasterKey(needs)), {
      ...waiting,
      what: 'the key service',
    });
    const stores = this.openStores(needs, databaseUrl);
    const hosted = openEventBus(config, inProcess, {
      ...tools,
      dataDir: this.dataDir,
      clientName: this.options.name,
      leases: stores?.shardLeases,
      keys,
    });
    this.bus = hosted;
    this.shutdown.add(() => hosted.bus.close());
    this.lifecycle.addCheck('bus', () => hosted.ping().then(() => true));
    await Promise.all([
      stores && waitUntilAvailable(() => stores.migrate(), { ...waiting, what: 'the database' }),
      waitUntilAvailable(() => hosted.ping(), { ...waiting, what: 'the event bus' }),
    ]);
    if (stores !== undefined) await this.shareSettings(stores, agreedSettings(config, needs, keys?.masterKey));
    const ofCalls = stores && keys && (await this.openSealedWithCallKeys(needs, keys, stores));
    const authenticator = await this.openAuthenticator(needs, stores);
    return {
      process: { bus: hosted.bus, ...tools },
      health: this.health,
      dataDir: this.dataDir,
      ...pickNeeds(needs, {
        ...stores,
        ...ofCalls,
        ...(authenticator && { authenticator }),
        ...(stores && { openRecordStreams: recordStreamsOpener(config, stores.shardLeases, tools) }),
        ...(keys && { sealer: keys.sealer }),
      }),
    };
  }

  /** Starts a service. `close` stops the services in reverse order of their start. */
  async startService<S extends StartedService>(start: () => Promise<S>): Promise<S> {
    const service = await start();
    this.shutdown.add(() => service.close());
    // The services that stop first publish while they drain; this service still handles what they published.
    this.shutdown.add(() => this.bus?.waitUntilHandled());
    return service;
  }

  reportReady(): void {
    this.lifecycle.enter('ready');
  }

  /** Turns readiness off at once, then closes everything. Idempotent. */
  close(): Promise<void> {
    if (this.lifecycle.state !== 'stopped') this.lifecycle.enter('draining');
    return this.shutdown.run().finally(() => this.lifecycle.enter('stopped'));
  }

  /** Opens the resources that hold something sealed with the keys of calls. */
  private async openSealedWithCallKeys(
    needs: readonly ResourceName[],
    { masterKey, messages, digestNumbers }: ProcessKeys,
    stores: PostgresStores,
  ): Promise<Pick<Resources, 'callReader' | 'callStore'> & Partial<Pick<Resources, 'recordings'>>> {
    const { config, inProcess } = this.options;
    const findCarriedKey = (callId: CallId) => messages.findWrappedKey(callId);
    const keys = createCallKeys({ masterKey, store: stores.callKeys, clock: systemClock, findCarriedKey });
    return {
      ...openCalls(stores, { keys, digestNumbers }, config.EARSHOT_SEAL_NUMBERS),
      ...(needs.includes('recordings') && { recordings: await openRecordings(config, inProcess, keys) }),
    };
  }

  private async openAuthenticator(
    needs: readonly ResourceName[],
    stores: PostgresStores | undefined,
  ): Promise<Authenticator | undefined> {
    if (stores === undefined || !needs.includes('authenticator')) return undefined;
    const { logger, shutdown } = this;
    return openAuthentication(this.options.config, stores, { clock: systemClock, logger, shutdown });
  }

  private async shareSettings(stores: PostgresStores, settings: Readonly<Record<string, string>>): Promise<void> {
    const { name } = this.options;
    const remove = await publishSharedSettings({
      store: stores.sharedSettings,
      process: { id: newUuid(), name },
      settings,
      clock: systemClock,
      logger: this.logger.child({ service: name }),
    });
    this.shutdown.add(remove);
  }

  /** Undefined if neither the program nor its bus keeps anything in PostgreSQL: then no connection is opened. */
  private openStores(needs: readonly ResourceName[], databaseUrl: string | undefined): PostgresStores | undefined {
    const { config } = this.options;
    const isNeeded = needPostgres(needs) || config.EARSHOT_BUS === 'kinesis';
    if (!isNeeded || databaseUrl === undefined) return undefined;
    const stores = openPostgres({ url: databaseUrl, poolSize: config.EARSHOT_DATABASE_POOL, logger: this.logger });
    this.shutdown.add(() => stores.close());
    this.lifecycle.addCheck('database', () => stores.ping().then(() => true), {
      needed: this.options.isReadyWithoutDatabase !== true,
    });
    return stores;
  }
}

/** A service gets what it named and nothing else, so that its `needs` cannot be out of date. */
function pickNeeds<Need extends ResourceName>(
  needs: readonly Need[],
  opened: Partial<Resources>,
): Pick<Resources, Need> {
  return Object.fromEntries(needs.map((name) => [name, opened[name]])) as unknown as Pick<Resources, Need>;
}
