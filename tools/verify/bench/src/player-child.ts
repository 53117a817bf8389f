import { setMaxListeners } from 'node:events';
import { playCall } from '@earshot/call-player';
import { percentile } from './table.js';
import { serveQuestions } from './child-process.js';
import { figureAnswers } from './process-figures.js';
import { silence } from './silence.js';

/** Calls to play: `<prefix>-0`, `<prefix>-1`, … */
export interface CallsToPlay {
  readonly url: string;
  readonly prefix: string;
  readonly from: number;
  readonly calls: number;
  readonly seconds: number;
  readonly speed?: number | 'max';
  /** Starts so many a second; all at once by default. */
  readonly startsPerSecond?: number;
  /** The script of a call, `#` being its number; without one the call asks for no engine. */
  readonly script?: string;
}

export interface CallsPlayed {
  /** Calls that the server complained about, or that were cut off. */
  readonly disturbed: number;
  readonly firstFailure: string | null;
  /** How late the 99th of 100 chunks was sent: a player that is late itself proves nothing about Earshot. */
  readonly latenessP99Ms: number;
}

const ending = new AbortController();
// Every call listens to it.
setMaxListeners(0, ending.signal);
const running = new Map<string, Promise<CallsPlayed>>();
/** Calls whose first connection is open, or will never be. */
let settled = 0;

serveQuestions(
  {},
  {
    ...figureAnswers(),
    /** Begins; `played` waits for the end. */
    play: (what: CallsToPlay) => void running.set(what.prefix, play(what)),
    settled: () => settled,
    played: (prefix: string) => running.get(prefix),
    /** The calls under way end now, in good order. */
    end: () => ending.abort(),
    stop: () => ending.abort(),
  },
);

async function play({
  url,
  prefix,
  from,
  calls,
  seconds,
  speed = 1,
  startsPerSecond,
  script,
}: CallsToPlay): Promise<CallsPlayed> {
  const audio = silence(seconds * 1_000);
  const latenessMs: number[] = [];
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
          signal: ending.signal,
          onConnected: ({ reconnects }) => void (settled += reconnects === 0 ? 1 : 0),
          onProgress: ({ state, positionMs }) => {
            if (state !== 'playing' || speed === 'max') return;
            const startedMs = performance.now() - positionMs / speed;
            firstDueMs = Math.min(firstDueMs ?? startedMs, startedMs);
            latenessMs.push(startedMs - firstDueMs);
          },
        });
      } catch (error) {
        if (firstDueMs === undefined) settled += 1;
        failures.push(String(error));
        return null;
      }
    }),
  );
  const disturbed = results.filter((one) => one === null || one.serverErrors.length > 0 || one.reconnects > 0).length;
  return { disturbed, firstFailure: failures[0] ?? null, latenessP99Ms: percentile(latenessMs, 0.99) };
}
