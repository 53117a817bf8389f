import {
  applyHttpRules,
  ClientKeys,
  openServerTls,
  RequestGate,
  requireOperator,
  serviceProgram,
  type ServiceResources,
  type StartedService,
} from '@earshot/hosting';
import { openCallStartHook } from '@earshot/outbound';
import { registerHealth, startService } from '@earshot/runtime';
import { ingestConfigSchema, type IngestConfig } from './ingest.config.js';
import { IngestModule } from './ingest.module.js';
import type { IngestServer } from './ingest-server.js';
import { INGEST_SERVER } from './ingest.tokens.js';
import { passRequestsToSources } from './sources/pass-requests-to-sources.js';
import { requireClosedDoors } from './sources/start-sources.js';
import { LCA_PATH } from './sources/lca/lca-source.js';

/** Starts ingest in a process, alone or with other services. */
export async function startIngest(
  config: IngestConfig & { readonly EARSHOT_MODE?: string },
  resources: ServiceResources<'authenticator' | 'callClaims' | 'openRecordStreams' | 'sealer' | 'streamRegistry'>,
): Promise<StartedService & { readonly ingestUrl: string }> {
  requireClosedDoors(config);
  const tlsTools = { ...resources.process, logger: resources.process.logger.child({ service: 'ingest' }) };
  const tls = await openServerTls(config, tlsTools);
  const startHook = await openCallStartHook(config, tlsTools);
  const running = await startService({
    name: 'ingest',
    module: IngestModule.forRoot(config, resources.process, {
      registry: resources.streamRegistry,
      authenticator: resources.authenticator,
      callClaims: resources.callClaims,
      openRecordStreams: resources.openRecordStreams,
      callStartHook: startHook?.hook ?? null,
      sealer: resources.sealer,
    }),
    process: resources.process,
    sealer: resources.sealer,
    http: {
      host: config.EARSHOT_HOST,
      port: config.EARSHOT_INGEST_PORT,
      portVariable: 'EARSHOT_INGEST_PORT',
      tls: tls?.options,
      configure: (app) => {
        const fastify = app.getHttpAdapter().getInstance() as never;
        const server = app.get(INGEST_SERVER) as IngestServer;
        // Health has no list of addresses: each source has its own.
        const gate = new RequestGate({
          clients: new ClientKeys(config.EARSHOT_TRUSTED_PROXIES),
          allowedAddresses: [],
          tlsEndsAtProxy: config.EARSHOT_TLS_ENDS_AT_PROXY,
        });
        applyHttpRules(app.getHttpServer(), fastify, { maxConnections: server.maxConnections, gate });
        passRequestsToSources(app.getHttpServer(), fastify, server, resources.process.clock);
        requireOperator(fastify, resources.authenticator);
        registerHealth(fastify, resources.health);
        // Calls that come back are still accepted, so the process stays ready.
        resources.health.lifecycle.addCheck('new-calls', () => server.acceptsNewCalls, { needed: false });
        if (startHook !== null)
          resources.health.lifecycle.addCheck('call-start hook', startHook.requireHealthy, { needed: false });
        server.attach(app.getHttpServer());
        tls?.keepCurrent(app.getHttpServer());
      },
    },
  });
  try {
    await (running.app.get(INGEST_SERVER) as IngestServer).openSources();
  } catch (error) {
    await running.close();
    startHook?.close();
    throw error;
  }
  const ingestUrl = `${(await running.findUrl()).replace(/^http/, 'ws')}${LCA_PATH}`;
  return { close: () => running.close().finally(() => startHook?.close()), ingestUrl, facts: { ingest: ingestUrl } };
}

/** Ingest as a program of its own. */
export const ingestProgram = serviceProgram({
  name: 'ingest',
  schema: ingestConfigSchema,
  needs: ['authenticator', 'callClaims', 'openRecordStreams', 'sealer', 'streamRegistry'],
  opensCalls: true,
  // Ingest accepts calls without the database. A call that is refused is lost.
  isReadyWithoutDatabase: true,
  start: startIngest,
});
