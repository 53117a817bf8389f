import { services } from '@earshot/contracts';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { startEnrichment } from '@earshot/enrichment';
import { startGateway } from '@earshot/gateway';
import {
  lockDataDirectory,
  requireFreePort,
  requireSafeHost,
  resourceNames,
  ServiceHost,
  surviveUncaughtErrors,
} from '@earshot/hosting';
import { startIngest } from '@earshot/ingest';
import { startPersistence } from '@earshot/persistence';
import type { Logger } from '@earshot/ports';
import type { ProcessContext } from '@earshot/runtime';
import { startTranscription } from '@earshot/transcription';
import type { EarshotConfig } from './earshot.config.js';

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
  /** Ended while a server is waited for, the start is given up. */
  readonly signal?: AbortSignal;
}

/**
 * Starts the five services in one process, with an embedded PostgreSQL unless `DATABASE_URL` names one. Rejects with a
 * one-line `Failure` that names the variable to change; what was started by then is stopped again.
 */
export async function startEarshot(config: EarshotConfig, options: StartOptions = {}): Promise<RunningEarshot> {
  requireSafeHost(config);
  const host = new ServiceHost({
    name: 'standalone',
    config,
    inProcess: services,
    logger: options.logger,
    signal: options.signal,
  });
  try {
    return await start(config, options, host);
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function start(config: EarshotConfig, options: StartOptions, host: ServiceHost): Promise<RunningEarshot> {
  const step = options.onProgress ?? (() => {});
  const data = lockDataDirectory(host.dataDir);
  host.shutdown.add(() => data.release());
  host.shutdown.add(surviveUncaughtErrors(host.logger, host.metrics));
  await requireFreePort(config.EARSHOT_HOST, config.EARSHOT_HTTP_PORT, 'EARSHOT_HTTP_PORT');
  await requireFreePort(config.EARSHOT_HOST, config.EARSHOT_INGEST_PORT, 'EARSHOT_INGEST_PORT');
  const databaseUrl = config.DATABASE_URL ?? (await startDatabase(host, step));
  step('preparing the database');
  const resources = await host.open(resourceNames, databaseUrl);

  step('starting the services');
  // Each stage starts after the stage that reads what it publishes.
  const gateway = await host.startService(() => startGateway(config, resources));
  await host.startService(() => startPersistence(config, resources));
  await host.startService(() => startEnrichment(config, resources));
  step('loading the speech engine');
  const transcription = await host.startService(() => startTranscription(config, resources));
  const ingest = await host.startService(() => startIngest(config, resources));
  host.reportReady();
  return {
    httpUrl: gateway.httpUrl,
    ingestUrl: ingest.ingestUrl,
    dataDir: data.path,
    speech: transcription.speech,
    process: resources.process,
    metricsText: () => resources.health.metricsText(),
    close: () => host.close(),
  };
}

async function startDatabase(host: ServiceHost, step: (text: string) => void): Promise<string> {
  step('starting the embedded PostgreSQL (the first start creates it)');
  const postgres = await startEmbeddedPostgres({ dataDir: host.dataDir, logger: host.logger });
  host.shutdown.add(() => postgres.stop());
  return postgres.url;
}
