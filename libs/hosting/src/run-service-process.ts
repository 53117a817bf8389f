import type { z } from 'zod';
import { services } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { ConfigError, loadConfig } from '@earshot/runtime';
import { requireSafeHost } from './listening-rules.js';
import { ProcessHost } from './process-host.js';
import { serveHealth } from './serve-health.js';
import { programSchema, type ProgramConfig, type ServiceProgram } from './service-program.js';
import { surviveUnexpectedErrors } from './survive-unexpected-errors.js';

const LEFT_OVERS_MS = 1_000;

/**
 * The program of a service: health from the first moment, waits for database and bus, runs until SIGTERM or SIGINT,
 * drains and leaves with 0. What can be put right by its user ends in one readable line for each problem and exit code 1.
 */
export async function runServiceProcess<Shape extends z.ZodRawShape>(
  program: ServiceProgram<Shape>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const stop = stopSignal();
  // Waiting for a server that is away must not let the process end for want of anything to do.
  const staying = setInterval(() => {}, 60_000);
  try {
    await run(program, env, stop);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof Failure)) throw error;
    if (stop.aborted) return;
    process.stderr.write(`${program.name} cannot start.\n${error.message}\n`);
    process.exitCode = 1;
  } finally {
    clearInterval(staying);
    endSoon();
  }
}

/** A connection that some client forgot must not keep a process that has nothing left to do. */
export function endSoon(): void {
  setTimeout(() => process.exit(), LEFT_OVERS_MS).unref();
}

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

/** A part that hangs must not keep the process for ever. */
async function closeWithin(limitMs: number, close: () => Promise<void>): Promise<void> {
  const limit = setTimeout(() => {
    process.stderr.write('The drain took too long; leaving.\n');
    process.exit(1);
  }, limitMs).unref();
  await close();
  clearTimeout(limit);
}

/** Aborted by the first SIGINT or SIGTERM; further ones change nothing. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
