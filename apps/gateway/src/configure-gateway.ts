import type { FastifyInstance } from 'fastify';
import * as areas from './areas/index.js';
import type { Area } from './areas/area.js';
import type { GatewayConfig } from './gateway.config.js';
import { GatewayMetrics } from './platform/gateway-metrics.js';
import { registerGuardHooks } from './platform/http/guard-hooks.js';
import { RequestGuard } from './platform/http/request-guard.js';
import { registerStaticWeb } from './platform/http/static-web.js';
import { GATEWAY_CONFIG } from './platform/tokens.js';

/** The part of a Nest application on Fastify that is needed here. */
export interface ConfigurableApp {
  get<T>(token: symbol | (abstract new (...parameters: never[]) => T)): T;
  getHttpAdapter(): { getInstance(): unknown };
}

/** Adds the request checks and the web page to the HTTP server. Call it once, before the application's `init`. */
export async function configureGateway(app: ConfigurableApp): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  registerGuardHooks(fastify, app.get(RequestGuard), app.get(GatewayMetrics));
  const webRoot = app.get<GatewayConfig>(GATEWAY_CONFIG).EARSHOT_WEB_ROOT;
  if (webRoot === undefined) return;
  const areaPaths = Object.values<Area>(areas).flatMap(({ httpPaths }) => httpPaths ?? []);
  await registerStaticWeb(fastify, webRoot, areaPaths);
}
