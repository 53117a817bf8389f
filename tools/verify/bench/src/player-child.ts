import { setMaxListeners } from 'node:events';
import { playCall } from '@earshot/call-player';
import { percentile } from './format-table.js';
import { serveRequests } from './child-process.js';
import { figureHandlers } from './process-figures.js';
import { createSilence } from './create-silence.js';

/** Calls to play. Their ids are `<prefix>-0`, `<prefix>-1`, … */
export interface CallsToPlay {
  readonly url: string;
  readonly prefix: string;
  readonly from: number;
  readonly calls: number;
  readonly seconds: number;
  readonly speed?: number | 'max';
  /** Without it, all calls start at once. */
  readonly startsPerSecond?: number;
  /** The script of each call. `#` stands for the number of the call. Without a script the calls request no engine. */
  readonly script?: string;
}

export interface CallsPlayed {
  /** Calls that got a server error or lost their connection. */
  readonly disturbed: number;
  readonly firstFailure: string | null;
  /** 99th percentile of the delay of chunks. If the player is late, the figures say nothing about Earshot. */
  readonly delayP99Ms: number;
}

const stop = new AbortController();
// Every call adds a listener, and Node would warn about more than ten.
setMaxListeners(0, stop.signal);
const running = new Map<string, Promise<CallsPlayed>>();
/** Calls whose first connection was opened or has failed. */
let connected = 0;

serveRequests(
  {},
  {
    ...figureHandlers(),
    /** Starts the calls. `waitForCalls` waits for their end. */
    play: (calls: CallsToPlay) => void running.set(calls.prefix, playCalls(calls)),
    countConnected: () => connected,
    waitForCalls: (prefix: string) => running.get(prefix),
    /** Ends the running calls with END. */
    endCalls: () => stop.abort(),
    stop: () => stop.abort(),
  },
);

async function playCalls({
  url,
  prefix,
  from,
  calls,
  seconds,
  speed = 1,
  startsPerSecond,
  script,
}: CallsToPlay): Promise<CallsPlayed> {
  const audio = createSilence(seconds * 1_000);
  const delaysMs: number[] = [];
  const failures: string[] = [];
  const results = await Promise.all(
    Array.from({ length: calls }, async (_, nth) => {
      if (startsPerSecond !== undefined)
        await new Promise((resolve) => setTimeout(resolve, (nth * 1_000) / startsPerSecond));
      const number = from + nth;
      let firstDueMs: number | undefined;
      try {
        return await playCall({
          audio,
          url,
          callId: `${prefix}-${number}`,
          speed,
          ...(script === undefined ? {} : { engine: 'scripted', script: script.replace('#', String(number)) }),
          signal: stop.signal,
          onConnected: ({ reconnects }) => void (connected += reconnects === 0 ? 1 : 0),
          onProgress: ({ state, positionMs }) => {
            if (state !== 'playing' || speed === 'max') return;
            const startedMs = performance.now() - positionMs / speed;
            firstDueMs = Math.min(firstDueMs ?? startedMs, startedMs);
            delaysMs.push(startedMs - firstDueMs);
          },
        });
      } catch (error) {
        if (firstDueMs === undefined) connected += 1;
        failures.push(String(error));
        return null;
      }
    }),
  );
  const disturbed = results.filter(
    (call) => call === null || call.serverErrors.length > 0 || call.reconnects > 0,
  ).length;
  return { disturbed, firstFailure: failures[0] ?? null, delayP99Ms: percentile(delaysMs, 0.99) };
}
