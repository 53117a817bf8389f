import { prepareCallKey } from '@earshot/access';
import { services } from '@earshot/contracts';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { startEnrichment } from '@earshot/enrichment';
import { requireRedirectTarget, startGateway, type SignInLink } from '@earshot/gateway';
import {
  isLoopback,
  lockDataDirectory,
  openServerTls,
  requireFreePort,
  requireProduction,
  requireSafeHost,
  resourceNames,
  serveHealthWhileStarting,
  ServiceHost,
  surviveUncaughtErrors,
  waitForAbort,
  type ServiceResources,
} from '@earshot/hosting';
import { mediaSources, startIngest } from '@earshot/ingest';
import { isMasterKeySet, openLocalMasterKey, prepareMasterKeyFile } from '@earshot/keys';
import { startPersistence } from '@earshot/persistence';
import { canKeepMessages, Failure, type EventBus, type Logger } from '@earshot/ports';
import { systemClock, type ProcessContext } from '@earshot/runtime';
import { startTranscription } from '@earshot/transcription';
import type { EarshotConfig } from './earshot.config.js';

/** The name of the engine, or null; `isComing` while its model is on the way. The reason is one line for people. */
export interface SpeechEngineNow {
  readonly engine: string | null;
  readonly reason: string;
  readonly isComing: boolean;
}

/** All services of Earshot, running in this process. */
export interface RunningEarshot {
  readonly httpUrl: string;
  readonly ingestUrl: string;
  readonly dataDir: string;
  /** A one-time link for the operator; null if nobody needs one. */
  readonly signInLink: SignInLink | null;
  /** The key of `npm run call`, where sources need one and only this machine reaches them. */
  readonly callKey: string | undefined;
  /** The speech engine, or the reason why there is none. */
  readonly speech: string;
  /** The speech engine of a call that starts now. */
  readSpeech(): SpeechEngineNow;
  readonly process: ProcessContext;
  metricsText(): Promise<string>;
  /** Drains: accepts no new calls, finishes the work in progress and stops every part. Idempotent. */
  close(): Promise<void>;
}

export interface StartOptions {
  /** Called with the name of each step of the start. */
  readonly onProgress?: (step: string) => void;
  readonly logger?: Logger;
  /** Aborting it ends the start while it waits for a server. */
  readonly signal?: AbortSignal;
  /** Resolves when the files of the web page are there: everything that needs none of them starts meanwhile. */
  readonly pageBuilt?: Promise<void> | undefined;
}

/**
 * Starts the five services in this process, with an embedded PostgreSQL unless `DATABASE_URL` names a server. If a part
 * does not start, it stops the parts that started and rejects with a one-line `Failure` that names the setting to change.
 */
export async function startEarshot(config: EarshotConfig, options: StartOptions = {}): Promise<RunningEarshot> {
  requireProduction(config, { opensCalls: true, needs: resourceNames });
  requireRedirectTarget(config);
  requireSafeHost(config);
  const { logger, signal } = options;
  const host = new ServiceHost({ name: 'standalone', config, inProcess: services, logger, signal });
  try {
    return await startServices(config, options, host);
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function startServices(config: EarshotConfig, options: StartOptions, host: ServiceHost): Promise<RunningEarshot> {
  const step = options.onProgress ?? (() => {});
  const dataDirectory = lockDataDirectory(host.dataDir);
  host.shutdown.add(() => dataDirectory.release());
  host.shutdown.add(surviveUncaughtErrors(host.logger, host.metrics));
  // Refuses a missing or unusable key as a wrong setting, before anything starts. A key service may answer later.
  if (!hasOwnKey(config) && config.EARSHOT_MASTER_KEY_KMS === undefined) await openLocalMasterKey(config);
  await requireFreePort(addressOf(config, 'EARSHOT_INGEST_PORT'));
  const tls = await openServerTls(
    { ...config, EARSHOT_TLS_CLIENT_CA_FILE: undefined },
    { ...host, clock: systemClock },
  );
  const webAddress = addressOf(config, 'EARSHOT_HTTP_PORT');
  const health = await serveHealthWhileStarting(webAddress, host.health, tls?.options);
  host.shutdown.add(() => health.close());
  // A database elsewhere may outlive this data directory, and so must its key: the operator sets it.
  const ownKeyFile = hasOwnKey(config) ? await prepareMasterKeyFile(host.dataDir) : undefined;
  const databaseUrl = config.DATABASE_URL ?? (await startDatabase(host, step));
  step('preparing the database');
  const resources = await host.open(resourceNames, databaseUrl, ownKeyFile);
  await waitForPage(options.pageBuilt);

  step('starting the services');
  // The gateway serves health on the same port from now on.
  // Each stage starts after the stage that reads its events.
  await health.close();
  const gateway = await host.startService(() => startGateway(config, resources));
  await host.startService(() => startPersistence(config, resources));
  await host.startService(() => startEnrichment(config, resources));
  step('loading the speech engine');
  const transcription = await host.startService(() => startTranscription(config, resources));
  await waitForKeptAudio(resources.process.bus, step, options.signal);
  const ingest = await host.startService(() => startIngest(config, resources));
  const callKey = needsCallKey(config) ? await makeCallKey(host.dataDir, resources) : undefined;
  host.reportReady();
  return {
    httpUrl: gateway.httpUrl,
    ingestUrl: ingest.ingestUrl,
    dataDir: dataDirectory.path,
    signInLink: gateway.signInLink,
    callKey,
    speech: transcription.speech,
    readSpeech: () => {
      const { engine, reason, isComing = false } = transcription.readSpeech();
      return { engine: engine?.name ?? null, reason, isComing };
    },
    process: resources.process,
    metricsText: () => resources.health.metricsText(),
    close: () => host.close(),
  };
}

const needsCallKey = ({ EARSHOT_AUTH, EARSHOT_HOST }: EarshotConfig): boolean =>
  EARSHOT_AUTH !== 'open' && isLoopback(EARSHOT_HOST);

const makeCallKey = (dataDir: string, { accessKeys, process }: ServiceResources<'accessKeys'>): Promise<string> =>
  prepareCallKey(dataDir, Object.keys(mediaSources), { keys: accessKeys, nowMs: process.clock.nowMs() });

async function waitForPage(pageBuilt: Promise<void> | undefined): Promise<void> {
  try {
    await pageBuilt;
  } catch (error) {
    throw new Failure('PAGE_NOT_BUILT', 'Vite could not build the web page. Its reason stands above.', {
      retryable: false,
      cause: error,
    });
  }
}

/**
 * A source that returns continues after the audio that the last process published. Persistence knows where that is when it
 * has recorded the audio that the bus kept.
 */
async function waitForKeptAudio(bus: EventBus, step: (text: string) => void, signal?: AbortSignal): Promise<void> {
  if (!canKeepMessages(bus)) return;
  step('looking for audio that the last process left');
  const isRecorded = bus.whenAcknowledged('calls.audio', 'persistence');
  await (signal === undefined ? isRecorded : Promise.race([isRecorded, waitForAbort(signal)]));
}

const addressOf = (config: EarshotConfig, portVariable: 'EARSHOT_HTTP_PORT' | 'EARSHOT_INGEST_PORT') => ({
  host: config.EARSHOT_HOST,
  port: config[portVariable],
  portVariable,
});

const hasOwnKey = (config: EarshotConfig): boolean => config.DATABASE_URL === undefined && !isMasterKeySet(config);

async function startDatabase(host: ServiceHost, step: (text: string) => void): Promise<string> {
  step('starting the embedded PostgreSQL (the first start creates its files)');
  const postgres = await startEmbeddedPostgres({ dataDir: host.dataDir, logger: host.logger });
  host.shutdown.add(() => postgres.stop());
  return postgres.url;
}
