import type { FastifyInstance } from 'fastify';
import type { Gateway } from './create-gateway.js';
import { GATEWAY } from './gateway.tokens.js';
import { registerGuard } from './platform/http/guard-hooks.js';
import { registerRecordings } from './areas/recordings/recordings-route.js';
import { registerStaticWeb } from './platform/http/static-web.js';

/** As much of a Nest application on fastify as is needed here. */
export interface ConfigurableApp {
  get(token: symbol): unknown;
  getHttpAdapter(): { getInstance(): unknown };
}

/** Adds what is not GraphQL to the server: guard, recordings and the web page. Called once, before `init`. */
export async function configureGateway(app: ConfigurableApp): Promise<void> {
  const { guard, metrics, adapters, access, logger, config } = app.get(GATEWAY) as Gateway;
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  registerGuard(fastify, guard, metrics);
  registerRecordings(fastify, { ...adapters, access, logger });
  if (config.EARSHOT_WEB_ROOT !== undefined) await registerStaticWeb(fastify, config.EARSHOT_WEB_ROOT);
}
