import { services } from '@earshot/contracts';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { startEnrichment } from '@earshot/enrichment';
import { startGateway } from '@earshot/gateway';
import {
  holdDataDirectory,
  ProcessHost,
  requireFreePort,
  requireSafeHost,
  surviveUnexpectedErrors,
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
  const host = new ProcessHost({
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

async function start(config: EarshotConfig, options: StartOptions, host: ProcessHost): Promise<RunningEarshot> {
  const step = options.onProgress ?? (() => {});
  const data = holdDataDirectory(host.dataDir);
  host.teardown.add(() => data.release());
  host.teardown.add(surviveUnexpectedErrors(host.logger, host.metrics));
  await requireFreePort(config.EARSHOT_HOST, config.EARSHOT_HTTP_PORT, 'EARSHOT_HTTP_PORT');
  await requireFreePort(config.EARSHOT_HOST, config.EARSHOT_INGEST_PORT, 'EARSHOT_INGEST_PORT');
  const databaseUrl = config.DATABASE_URL ?? (await startDatabase(host, step));
  step('preparing the database');
  const lent = await host.open(databaseUrl);

  step('starting the services');
  // From the reader's end to the source's: no stage speaks before the next one listens.
  const gateway = await host.run(startGateway(config, lent));
  await host.run(startPersistence(config, lent));
  await host.run(startEnrichment(config, lent));
  step('loading the speech engine');
  const transcription = await host.run(startTranscription(config, lent));
  const ingest = await host.run(startIngest(config, lent));
  host.ready();
  return {
    httpUrl: gateway.httpUrl,
    ingestUrl: ingest.ingestUrl,
    dataDir: data.path,
    speech: transcription.speech,
    process: lent.process,
    metricsText: () => lent.health.metricsText(),
    close: () => host.close(),
  };
}

async function startDatabase(host: ProcessHost, step: (text: string) => void): Promise<string> {
  step('starting the embedded PostgreSQL (the first start creates it)');
  const postgres = await startEmbeddedPostgres({ dataDir: host.dataDir, logger: host.logger });
  host.teardown.add(() => postgres.stop());
  return postgres.url;
}
