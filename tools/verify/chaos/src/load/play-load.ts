import { setTimeout as sleep } from 'node:timers/promises';
import { playCall } from '@earshot/call-player';
import type { PlayedCall } from '../check/observed.js';
import { ChaosAudio } from '../truth/chaos-audio.js';

/** One call to be played. */
export interface CallPlan {
  readonly callId: string;
  readonly seed: string;
  readonly finalEverySeconds: number;
  readonly durationMs: number;
  readonly speed: number;
  /** Behind the script's name: what its engine does wrong, e.g. `fault=reset@10`. */
  readonly scriptFault?: string | undefined;
}

/** A call on its way. */
export interface LiveCallPlay {
  readonly plan: CallPlan;
  /** Address of the ingest that it is connected to, or was last. */
  url(): string;
  /** Resolves when it is over, however that came; never rejects. */
  readonly over: Promise<PlayedCall>;
}

export interface LoadOptions {
  readonly plans: readonly CallPlan[];
  readonly ingestUrls: readonly string[];
  /** Time over which the starts are spread. */
  readonly rampMs: number;
}

/** Longer than any fault lasts: a call that does not come back then is lost. */
const RECONNECT_WITHIN_MS = 120_000;
/** As phones do it; small pieces find more places to break. */
const CHUNK_MS = 100;

/** Starts every call, each in real time by its own clock, spread over the ingests. */
export async function playLoad({ plans, ingestUrls, rampMs }: LoadOptions): Promise<LiveCallPlay[]> {
  const calls: LiveCallPlay[] = [];
  for (const [at, plan] of plans.entries()) {
    if (at > 0) await sleep(rampMs / plans.length);
    const turn = at % ingestUrls.length;
    calls.push(start(plan, [...ingestUrls.slice(turn), ...ingestUrls.slice(0, turn)]));
  }
  return calls;
}

function start(plan: CallPlan, [first = '', ...others]: readonly string[]): LiveCallPlay {
  const { callId, seed, finalEverySeconds, durationMs, speed, scriptFault } = plan;
  let url = first;
  let reconnects = 0;
  let startedAtMs = Date.now();
  const play = async (): Promise<PlayedCall> => {
    const facts = { callId, seed, finalEverySeconds, speed };
    try {
      const result = await playCall({
        audio: new ChaosAudio(callId).audio(durationMs),
        url: first,
        otherUrls: others,
        callId,
        agentId: `agent-${seed}`,
        engine: 'scripted',
        script: [`generated:${seed}:${finalEverySeconds}`, ...(scriptFault === undefined ? [] : [scriptFault])].join(
          ':',
        ),
        chunkMs: CHUNK_MS,
        speed,
        reconnectWithinMs: RECONNECT_WITHIN_MS,
        onConnected: (connection) => {
          if (connection.reconnects === 0) startedAtMs = Date.now();
          ({ url, reconnects } = connection);
        },
      });
      const playedMs = result.sentMs + result.skippedMs;
      return { ...facts, startedAtMs, playedMs, receivedMs: result.receivedMs, reconnects, failure: null };
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      return { ...facts, startedAtMs, playedMs: durationMs, receivedMs: null, reconnects, failure };
    }
  };
  return { plan, url: () => url, over: play() };
}
