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
import { describeSignInLink, makeSignInLink, type SignInLink } from './sign-in/make-sign-in-link.js';
import { openSingleSignOn } from './sign-in/oidc/open-single-sign-on.js';
import { openPeople } from './sign-in/open-people.js';

/** The web page as this repository builds it. The path holds for this file's source and its build. */
const BUILT_PAGE = join(import.meta.dirname, '../../web/dist');

/** A gateway that takes requests. */
export interface StartedGateway extends StartedService {
  readonly httpUrl: string;
  /** For the operator, and not for the log; null if nobody needs one. */
  readonly signInLink: SignInLink | null;
}

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
    | 'notifications'
    | 'provisioning'
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
): Promise<StartedGateway> {
  const people = await openPeople(config, resources);
  const adapters = {
    accessKeys: resources.accessKeys,
    auditReader: resources.auditReader,
    authenticator: resources.authenticator,
    callErasures: resources.callErasures,
    callKeeping: resources.callKeeping,
    notifications: resources.notifications,
    retention: resources.retention,
    people,
    reader: resources.callReader,
    recordings: resources.recordings,
    singleSignOn: openSingleSignOn(config, people, resources),
    speech: resources.speechReadiness,
    teams: resources.teams,
  };
  const logger = resources.process.logger.child({ service: 'gateway' });
  // Browsers have no client certificate.
  const tlsConfig = { ...config, EARSHOT_TLS_CLIENT_CA_FILE: undefined };
  const tls = await openServerTls(tlsConfig, { ...resources.process, logger });
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
  const pageUrl = config.EARSHOT_ALLOWED_ORIGINS[0] ?? httpUrl;
  const { clock } = resources.process;
  const signInLink = await makeSignInLink(people, config.EARSHOT_AUTH, pageUrl, clock).catch((error: unknown) => {
    logger.warn({ err: error }, 'could not make a one-time link; npm run access -- first-admin makes one');
    return null;
  });
  return {
    signInLink,
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

/** Prints a sign-in link, which is a secret, beside the log. */
async function startAndPrintLink(...started: Parameters<typeof startGateway>): Promise<StartedGateway> {
  const gateway = await startGateway(...started);
  if (gateway.signInLink !== null) process.stdout.write(`${describeSignInLink(gateway.signInLink)}\n`);
  return gateway;
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
    'notifications',
    'provisioning',
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
  start: startAndPrintLink,
});
