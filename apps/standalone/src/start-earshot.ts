import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { topicNames, services } from '@earshot/contracts';
import { createCallStore, startEmbeddedPostgres } from '@earshot/call-store';
import { EnrichmentModule } from '@earshot/enrichment';
import { createEventBus, EmbeddedEventBus } from '@earshot/event-bus';
import { configureGateway, GatewayModule } from '@earshot/gateway';
import { INGEST_SOCKETS, IngestModule, type IngestSockets } from '@earshot/ingest';
import { PersistenceModule } from '@earshot/persistence';
import type { EventBus, Logger } from '@earshot/ports';
import { createDiskRecordingStore } from '@earshot/recordings';
import {
  createLogger,
  newUuid,
  ProcessLifecycle,
  PromMetrics,
  registerHealth,
  startService,
  systemClock,
  type ProcessContext,
  type RunningService,
  type ServiceStart,
} from '@earshot/runtime';
import { createSentimentEngine } from '@earshot/sentiment';
import { createSpeechEngines } from '@earshot/speech';
import { TranscriptionModule } from '@earshot/transcription';
import type { EarshotConfig } from './earshot.config.js';
import { holdDataDirectory } from './data-directory.js';
import { requireFreePort, requireLoopback } from './listening-rules.js';
import { Teardown } from './teardown.js';

/** The workspace: this file lies three folders below it, as source and as build. */
const ROOT = join(import.meta.dirname, '../../..');

/** All of Earshot, running in this process. */
export interface RunningEarshot {
  readonly httpUrl: string;
  readonly ingestUrl: string;
  readonly dataDir: string;
  /** What listens to speech, or why nothing can. */
  readonly speech: string;
  readonly process: ProcessContext;
  metricsText(): Promise<string>;
  /** Drains: no new calls, everything under way is finished or handed over, nothing is left running. Idempotent. */
  close(): Promise<void>;
}

export interface StartOptions {
  /** Told what is being waited for. */
  readonly onProgress?: (step: string) => void;
  readonly logger?: Logger;
}

/**
 * Starts the five services on the embedded bus, with an embedded PostgreSQL unless `DATABASE_URL` names one. Rejects with
 * a one-line `Failure` that names the variable to change; what was started by then is stopped again.
 */
export async function startEarshot(config: EarshotConfig, options: StartOptions = {}): Promise<RunningEarshot> {
  const teardown = new Teardown();
  try {
    return await start(config, options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function start(config: EarshotConfig, options: StartOptions, teardown: Teardown): Promise<RunningEarshot> {
  const step = options.onProgress ?? (() => {});
  const logger = options.logger ?? createLogger({ level: config.EARSHOT_LOG_LEVEL, format: config.EARSHOT_LOG_FORMAT });
  const host = config.EARSHOT_HOST;
  requireLoopback(host);
  const data = holdDataDirectory(config.EARSHOT_DATA_DIR);
  teardown.add(() => data.release());
  await requireFreePort(host, config.EARSHOT_HTTP_PORT, 'EARSHOT_HTTP_PORT');
  await requireFreePort(host, config.EARSHOT_INGEST_PORT, 'EARSHOT_INGEST_PORT');

  const lifecycle = new ProcessLifecycle();
  const metrics = new PromMetrics();
  const bus = createEventBus({ kind: config.EARSHOT_BUS, inProcess: services, clock: systemClock });
  const context: ProcessContext = { bus, clock: systemClock, newId: newUuid, logger, metrics };
  const stores = await openStores(config, data.path, context, lifecycle, teardown, step);
  step('loading the speech engine');
  const engines = await createSpeechEngines({
    engine: config.SPEECH_ENGINE,
    model: config.SPEECH_MODEL,
    modelDir: config.SPEECH_MODEL_DIR,
    modelBaseUrl: config.SPEECH_MODEL_BASE_URL,
    dataDir: data.path,
    scriptsDir: config.EARSHOT_SCRIPTS_DIR ?? join(ROOT, 'samples/scripts'),
    language: config.SPEECH_LANGUAGE,
    workers: config.SPEECH_WORKERS,
    logger,
    metrics,
    clock: systemClock,
  });
  teardown.add(() => engines.close());
  const sentiment = createSentimentEngine('lexicon');
  teardown.add(() => bus.close());
  watchBus(bus, metrics);

  step('starting the services');
  const health = (app: NestFastifyApplication) =>
    registerHealth(app.getHttpAdapter().getInstance() as never, { lifecycle, metricsText: () => metrics.text() });
  const run = async (service: Omit<ServiceStart, 'process'>): Promise<RunningService> => {
    const running = await startService({ ...service, process: context });
    teardown.add(() => running.close());
    // What the stages before this one published in their own drain is handled before it goes.
    teardown.add(() => settle(bus));
    return running;
  };
  const { store, recordings } = stores;
  const gateway = await run({
    name: 'gateway',
    module: GatewayModule.forRoot(withWebRoot(config), context, { reader: store.reader, recordings }),
    http: {
      host,
      port: config.EARSHOT_HTTP_PORT,
      portVariable: 'EARSHOT_HTTP_PORT',
      configure: async (app) => {
        health(app);
        await configureGateway(app);
      },
    },
  });
  await run({ name: 'persistence', module: PersistenceModule.forRoot(config, context, { store: store.store, recordings }) });
  await run({ name: 'enrichment', module: EnrichmentModule.forRoot(config, context, { sentiment }) });
  await run({ name: 'transcription', module: TranscriptionModule.forRoot(config, context, { engines, recordings }) });
  const ingest = await run({
    name: 'ingest',
    module: IngestModule.forRoot(config, context, { registry: store.registry }),
    http: {
      host,
      port: config.EARSHOT_INGEST_PORT,
      portVariable: 'EARSHOT_INGEST_PORT',
      configure: (app) => {
        health(app);
        (app.get(INGEST_SOCKETS) as IngestSockets).attach(app.getHttpServer());
      },
    },
  });
  lifecycle.enter('ready');
  teardown.add(() => lifecycle.enter('draining'));

  return {
    httpUrl: await gateway.app.getUrl(),
    ingestUrl: `${(await ingest.app.getUrl()).replace(/^http/, 'ws')}/api/v1/ws`,
    dataDir: data.path,
    speech: engines.choose().reason,
    process: context,
    metricsText: () => metrics.text(),
    close: () => teardown.run(),
  };
}

async function openStores(
  config: EarshotConfig,
  dataDir: string,
  { logger }: ProcessContext,
  lifecycle: ProcessLifecycle,
  teardown: Teardown,
  step: (text: string) => void,
) {
  let url = config.DATABASE_URL;
  if (url === undefined) {
    step('starting the embedded PostgreSQL (the first start creates it)');
    const postgres = await startEmbeddedPostgres({ dataDir, logger });
    teardown.add(() => postgres.stop());
    url = postgres.url;
  }
  step('preparing the database');
  const store = await createCallStore({ url, poolSize: 10, logger });
  teardown.add(() => store.close());
  await store.migrate();
  lifecycle.addCheck('database', () => store.ping().then(() => true));
  return { store, recordings: createDiskRecordingStore({ directory: join(dataDir, 'recordings') }) };
}

const DRAIN_STAGE_MS = 5_000;

async function settle(bus: EventBus): Promise<void> {
  if (bus instanceof EmbeddedEventBus) await bus.settle(DRAIN_STAGE_MS);
}

/** The built page beside this program, unless a folder is named. */
function withWebRoot(config: EarshotConfig): EarshotConfig {
  if (config.EARSHOT_WEB_ROOT !== undefined) return config;
  const built = join(ROOT, 'apps/web/dist');
  return existsSync(join(built, 'index.html')) ? { ...config, EARSHOT_WEB_ROOT: built } : config;
}

function watchBus(bus: unknown, metrics: PromMetrics): void {
  if (!(bus instanceof EmbeddedEventBus)) return;
  const held = metrics.gauge('earshot_bus_held_messages', 'Messages not yet finished by every group', ['topic']);
  const read = () => {
    for (const topic of topicNames) held.set(bus.held(topic), { topic });
    systemClock.schedule(2_000, read);
  };
  read();
}
