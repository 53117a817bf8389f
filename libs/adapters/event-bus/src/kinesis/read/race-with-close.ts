import { busClosed } from '../../shared/bus-failures.js';

/** Resolves like `waiting`, which may take for ever. Rejects with `BUS_CLOSED` as soon as the signal is aborted. */
export async function raceWithClose<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(busClosed());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([waiting, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
