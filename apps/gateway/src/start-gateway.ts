import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openServerTls, serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import { Failure } from '@earshot/ports';
import { registerHealth, startService } from '@earshot/runtime';
import { configureGateway } from './configure-gateway.js';
import { gatewayConfigSchema, type GatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { openRedirect } from './platform/http/open-redirect.js';
import { SubscriptionsGateway } from './platform/sockets/subscriptions.gateway.js';
import { openPeople } from './sign-in/open-people.js';

/** The web page as this repository builds it. The path holds for this file's source and its build. */
const BUILT_PAGE = join(import.meta.dirname, '../../web/dist');

/** Starts the gateway in a process, alone or with other services. */
export async function startGateway(
  config: GatewayConfig,
  resources: ServiceResources<
    | 'accessKeys'
    | 'auditReader'
    | 'authenticator'
    | 'callErasures'
    | 'callKeeping'
    | 'callReader'
    | 'recordings'
    | 'retention'
    | 'speechReadiness'
    | 'sealer'
    | 'teams'
    | 'sessions'
    | 'signInAttempts'
    | 'tickets'
    | 'users'
  >,
): Promise<StartedService & { readonly httpUrl: string }> {
  const adapters = {
    accessKeys: resources.accessKeys,
    auditReader: resources.auditReader,
    authenticator: resources.authenticator,
    callErasures: resources.callErasures,
    people: openPeople(config, resources),
    callKeeping: resources.callKeeping,
    retention: resources.retention,
    reader: resources.callReader,
    recordings: resources.recordings,
    speech: resources.speechReadiness,
    teams: resources.teams,
  };
  // Browsers have no client certificate.
  const tlsTools = { ...resources.process, logger: resources.process.logger.child({ service: 'gateway' }) };
  const tls = await openServerTls({ ...config, EARSHOT_TLS_CLIENT_CA_FILE: undefined }, tlsTools);
  const running = await startService({
    name: 'gateway',
    module: GatewayModule.forRoot(withBuiltPage(config), resources.process, adapters),
    process: resources.process,
    sealer: resources.sealer,
    http: {
      host: config.EARSHOT_HOST,
      port: config.EARSHOT_HTTP_PORT,
      portVariable: 'EARSHOT_HTTP_PORT',
      tls: tls?.options,
      configure: async (app) => {
        registerHealth(app.getHttpAdapter().getInstance() as never, resources.health);
        await configureGateway(app);
        tls?.keepCurrent(app.getHttpServer());
      },
    },
  });
  const sockets = running.app.get(SubscriptionsGateway);
  resources.health.lifecycle.addCheck('room for WebSockets', () => {
    if (!sockets.hasRoom) throw serverFull();
    return true;
  });
  const httpUrl = await running.findUrl();
  const redirect = await openRedirect(config, httpUrl).catch(async (error: unknown) => {
    await running.close();
    throw error;
  });
  return {
    close: async () => {
      await redirect?.close();
      await running.close();
    },
    httpUrl,
    facts: { http: httpUrl, ...(redirect && { redirect: redirect.url }) },
  };
}

const serverFull = (): Failure =>
  new Failure('SERVER_FULL', 'Every WebSocket place is taken. Start another replica, or raise EARSHOT_MAX_SOCKETS.', {
    retryable: true,
  });

/** Serves the web page built here, unless the setting names another folder. */
function withBuiltPage(config: GatewayConfig): GatewayConfig {
  if (config.EARSHOT_WEB_ROOT !== undefined) return config;
  return existsSync(join(BUILT_PAGE, 'index.html')) ? { ...config, EARSHOT_WEB_ROOT: BUILT_PAGE } : config;
}

/** The gateway as a program of its own. */
export const gatewayProgram = serviceProgram({
  name: 'gateway',
  schema: gatewayConfigSchema,
  needs: [
    'accessKeys',
    'auditReader',
    'authenticator',
    'callErasures',
    'callKeeping',
    'callReader',
    'recordings',
    'retention',
    'sealer',
    'speechReadiness',
    'teams',
    'sessions',
    'signInAttempts',
    'tickets',
    'users',
  ],
  opensCalls: true,
  start: startGateway,
});
