import { Failure } from '@earshot/ports';
import { ConfigError, describeError, formatError } from '@earshot/runtime';

const EXIT_AFTER_MS = 1_000;

/**
 * Runs `main` until it is done. The first SIGINT or SIGTERM aborts the signal that `main` gets; later ones change nothing.
 * An error that the operator can fix is printed without a stack trace, its code first and then one line per problem. Another
 * one is printed without its content. The exit code is then 1.
 */
export async function runUntilStopped(name: string, main: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const stop = stopSignal();
  // Keeps the process alive while it only waits for a server: the timers of our clock do not.
  const keepAlive = setInterval(() => {}, 60_000);
  try {
    await main(stop);
  } catch (error) {
    const isExpected = error instanceof ConfigError || error instanceof Failure;
    if (isExpected && stop.aborted) return;
    process.stderr.write(
      isExpected ? `${name} cannot start: ${error.code}.\n${error.message}\n` : describeCrash(name, error),
    );
    process.exitCode = 1;
  } finally {
    clearInterval(keepAlive);
    // A connection that a client left open must not keep the process alive.
    setTimeout(() => process.exit(), EXIT_AFTER_MS).unref();
  }
}

/** Node would print the message and every field of an unexpected error, which may quote content. */
function describeCrash(name: string, error: unknown): string {
  const described = describeError(error);
  const frames = described.at?.split(' < ').map((frame) => `    ${frame}\n`) ?? [];
  return `${name} stopped because of an unexpected error.\n${formatError(described)}\n${frames.join('')}`;
}

/** Exits with 1 if `close` takes longer than `limitMs`: a part that hangs must not hold the process and its ports. */
export async function closeWithin(limitMs: number, close: () => Promise<void>): Promise<void> {
  const limit = setTimeout(() => {
    process.stderr.write(`The drain took longer than ${limitMs} ms (EARSHOT_STOP_LIMIT_MS). The process exits now.\n`);
    process.exit(1);
  }, limitMs).unref();
  await close();
  clearTimeout(limit);
}

/** Resolves when the signal is aborted. */
export const waitForAbort = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}
