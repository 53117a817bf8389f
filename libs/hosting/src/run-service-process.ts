import type { z } from 'zod';
import { services } from '@earshot/contracts';
import { loadConfig } from '@earshot/runtime';
import { requireSafeHost } from './listening-rules.js';
import { requireProduction } from './production/require-production.js';
import type { ResourceName } from './resources.js';
import { closeWithin, runUntilStopped, waitForAbort } from './run-until-stopped.js';
import { serveHealth } from './serve-health.js';
import { ServiceHost } from './service-host.js';
import { silenceSdkNodeWarning } from './silence-sdk-node-warning.js';
import { programSchema, type ProgramConfig, type ServiceProgram } from './service-program.js';
import { surviveUncaughtErrors } from './survive-uncaught-errors.js';

/**
 * The whole life of a program: health answers at once, the program waits for the database and the bus, works until it is
 * told to stop, drains and exits with 0.
 */
export const runServiceProcess = <Shape extends z.ZodRawShape, Need extends ResourceName>(
  program: ServiceProgram<Shape, Need>,
  env: NodeJS.ProcessEnv,
): Promise<void> => {
  silenceSdkNodeWarning(env);
  return runUntilStopped(program.name, (stop) => runService(program, env, stop));
};

async function runService<Shape extends z.ZodRawShape, Need extends ResourceName>(
  program: ServiceProgram<Shape, Need>,
  env: NodeJS.ProcessEnv,
  stop: AbortSignal,
): Promise<void> {
  const config = loadConfig(programSchema(program), env) as ProgramConfig<Shape>;
  requireProduction(config, program);
  if (program.opensCalls) requireSafeHost(config);
  const host = new ServiceHost({
    name: program.name,
    config,
    inProcess: services.filter((service) => service === program.name),
    isReadyWithoutDatabase: program.isReadyWithoutDatabase,
    signal: stop,
  });
  const log = host.logger.child({ service: program.name });
  host.shutdown.add(surviveUncaughtErrors(log, host.metrics));
  const health = await serveHealth(config.EARSHOT_HOST, config.EARSHOT_HEALTH_PORT, host.health);
  host.shutdown.add(() => health.close());
  try {
    const resources = await host.open(program.needs, config.DATABASE_URL);
    if (!stop.aborted) {
      const service = await host.startService(() => program.start(config, resources));
      host.reportReady();
      log.info({ ...service.facts, health: health.url }, 'ready');
      await waitForAbort(stop);
      log.info({}, 'draining');
    }
  } finally {
    await closeWithin(config.EARSHOT_STOP_LIMIT_MS, () => host.close());
  }
  log.info({}, 'stopped');
}
