import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import { registerHealth, startService } from '@earshot/runtime';
import { configureGateway } from './configure-gateway.js';
import { gatewayConfigSchema, type GatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';

/** The page as it is built here; source and build of this file lie equally deep. */
const BUILT_PAGE = join(import.meta.dirname, '../../web/dist');

/** The gateway in a process, alone or with others. */
export async function startGateway(
  config: GatewayConfig,
  resources: ServiceResources<'callReader' | 'recordings'>,
): Promise<StartedService & { readonly httpUrl: string }> {
  const adapters = { reader: resources.callReader, recordings: resources.recordings };
  const running = await startService({
    name: 'gateway',
    module: GatewayModule.forRoot(withPage(config), resources.process, adapters),
    process: resources.process,
    http: {
      host: config.EARSHOT_HOST,
      port: config.EARSHOT_HTTP_PORT,
      portVariable: 'EARSHOT_HTTP_PORT',
      configure: async (app) => {
        registerHealth(app.getHttpAdapter().getInstance() as never, resources.health);
        await configureGateway(app);
      },
    },
  });
  const httpUrl = await running.app.getUrl();
  return { close: () => running.close(), httpUrl, facts: { http: httpUrl } };
}

/** The built page beside this program, unless a folder is named. */
function withPage(config: GatewayConfig): GatewayConfig {
  if (config.EARSHOT_WEB_ROOT !== undefined) return config;
  return existsSync(join(BUILT_PAGE, 'index.html')) ? { ...config, EARSHOT_WEB_ROOT: BUILT_PAGE } : config;
}

/** Gateway as a program of its own. */
export const gatewayProgram = serviceProgram({
  name: 'gateway',
  schema: gatewayConfigSchema,
  needs: ['callReader', 'recordings'],
  opensCalls: true,
  start: startGateway,
});
