import type { FastifyInstance } from 'fastify';
import { applyHttpRules, ClientKeys, limitConnectionsPerClient, RequestGate } from '@earshot/hosting';
import * as areas from './areas/index.js';
import type { Area } from './areas/area.js';
import type { GatewayConfig } from './gateway.config.js';
import { GatewayMetrics } from './platform/gateway-metrics.js';
import { compressGraphqlAnswers } from './platform/http/compress-graphql-answers.js';
import { findIngestAddress } from './platform/http/find-ingest-address.js';
import { registerGuardHooks } from './platform/http/guard-hooks.js';
import { HttpCharges } from './platform/http/http-charges.js';
import { RequestGuard } from './platform/http/request-guard.js';
import { RequestPrincipals } from './platform/http/request-principals.js';
import { registerStaticWeb } from './platform/http/static-web.js';
import { GATEWAY_CONFIG } from './platform/tokens.js';

/** A browser opens at most 6 for each of its windows. */
const CONNECTIONS_FOR_HTTP_PER_CLIENT = 500;

/** The part of a Nest application on Fastify that is needed here. */
export interface ConfigurableApp {
  get<T>(token: symbol | (abstract new (...parameters: never[]) => T)): T;
  getHttpAdapter(): { getInstance(): unknown };
}

/** Adds the request checks and the web page to the HTTP server. Call it once, before the application's `init`. */
export async function configureGateway(app: ConfigurableApp): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  const config = app.get<GatewayConfig>(GATEWAY_CONFIG);
  const clients = app.get(ClientKeys);
  const maxConnections = config.EARSHOT_MAX_SOCKETS + config.EARSHOT_MAX_HTTP_CONNECTIONS;
  applyHttpRules(fastify.server, fastify as never, { maxConnections, gate: app.get(RequestGate) });
  limitConnectionsPerClient(fastify.server, {
    maxPerAddress: config.EARSHOT_MAX_SOCKETS_PER_CLIENT + CONNECTIONS_FOR_HTTP_PER_CLIENT,
    isProxy: (address) => clients.isProxy(address),
  });
  registerGuardHooks(fastify, {
    guard: app.get(RequestGuard),
    principals: app.get(RequestPrincipals),
    charges: app.get(HttpCharges),
    metrics: app.get(GatewayMetrics),
    ingest: findIngestAddress(config),
  });
  compressGraphqlAnswers(fastify);
  const webRoot = config.EARSHOT_WEB_ROOT;
  if (webRoot === undefined) return;
  const areaPaths = Object.values<Area>(areas).flatMap(({ httpPaths }) => httpPaths ?? []);
  await registerStaticWeb(fastify, webRoot, areaPaths);
}
