import type { z } from 'zod';
import { services } from '@earshot/contracts';
import { loadConfig } from '@earshot/runtime';
import { requireSafeHost } from './listening-rules.js';
import { ProcessHost } from './process-host.js';
import { aborted, closeWithin, runUntilStopped } from './run-until-stopped.js';
import { serveHealth } from './serve-health.js';
import { programSchema, type ProgramConfig, type ServiceProgram } from './service-program.js';
import { surviveUnexpectedErrors } from './survive-unexpected-errors.js';

/**
 * The program of a service: health from the first moment, waits for database and bus, runs until it is told to stop,
 * drains and leaves with 0.
 */
export const runServiceProcess = <Shape extends z.ZodRawShape>(
  program: ServiceProgram<Shape>,
  env: NodeJS.ProcessEnv,
): Promise<void> => runUntilStopped(program.name, (stop) => run(program, env, stop));

async function run<Shape extends z.ZodRawShape>(
  program: ServiceProgram<Shape>,
  env: NodeJS.ProcessEnv,
  stop: AbortSignal,
): Promise<void> {
  const config = loadConfig(programSchema(program), env) as ProgramConfig<Shape>;
  if (program.opensCalls) requireSafeHost(config);
  const host = new ProcessHost({
    name: program.name,
    config,
    inProcess: services.filter((service) => service === program.name),
    needsDatabase: program.needsDatabase,
    signal: stop,
  });
  const log = host.logger.child({ service: program.name });
  host.teardown.add(surviveUnexpectedErrors(log, host.metrics));
  const health = await serveHealth(config.EARSHOT_HOST, config.EARSHOT_HEALTH_PORT, host.health);
  host.teardown.add(() => health.close());
  try {
    const lent = await host.open(config.DATABASE_URL);
    if (!stop.aborted) {
      const service = await host.run(program.start(config, lent));
      host.ready();
      log.info({ ...service.facts, health: health.url }, 'ready');
      await aborted(stop);
      log.info({}, 'draining');
    }
  } finally {
    await closeWithin(config.EARSHOT_STOP_LIMIT_MS, () => host.close());
  }
  log.info({}, 'stopped');
}
