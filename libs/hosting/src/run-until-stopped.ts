import { Failure } from '@earshot/ports';
import { ConfigError } from '@earshot/runtime';

const LEFT_OVERS_MS = 1_000;

/**
 * The life of a program: runs `main` until it is done, and tells it to stop by the first SIGINT or SIGTERM. What can be
 * put right by its user ends in one readable line for each problem and exit code 1.
 */
export async function runUntilStopped(name: string, main: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const stop = stopSignal();
  // Waiting for a server that is away must not let the process end for want of anything to do.
  const staying = setInterval(() => {}, 60_000);
  try {
    await main(stop);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof Failure)) throw error;
    if (stop.aborted) return;
    process.stderr.write(`${name} cannot start.\n${error.message}\n`);
    process.exitCode = 1;
  } finally {
    clearInterval(staying);
    // A connection that some client forgot must not keep a process that has nothing left to do.
    setTimeout(() => process.exit(), LEFT_OVERS_MS).unref();
  }
}

/** A part that hangs must not keep the process, and with it its ports, for ever: past the limit it leaves with 1. */
export async function closeWithin(limitMs: number, close: () => Promise<void>): Promise<void> {
  const limit = setTimeout(() => {
    process.stderr.write('The drain took too long; leaving.\n');
    process.exit(1);
  }, limitMs).unref();
  await close();
  clearTimeout(limit);
}

/** Resolves once, and at once where it is aborted already. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  // Further ones change nothing.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}
