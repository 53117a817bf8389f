import { setTimeout as sleep } from 'node:timers/promises';
import { playCall } from '@earshot/call-player';
import type { PlayedCall } from '../check/call-evidence.js';
import { ChaosAudio } from '../truth/chaos-audio.js';

export interface CallPlan {
  readonly callId: string;
  readonly seed: string;
  readonly finalEverySeconds: number;
  readonly durationMs: number;
  readonly speed: number;
  /** The engine's fault, appended to the script's name, e.g. `fault=reset@10`. */
  readonly scriptFault?: string | undefined;
}

export interface PlayingCall {
  readonly plan: CallPlan;
  /** Address of the ingest process that the call connected to last. */
  url(): string;
  /** Resolves when the call has ended or failed. Never rejects. */
  readonly finished: Promise<PlayedCall>;
}

export interface LoadOptions {
  readonly plans: readonly CallPlan[];
  readonly ingestUrls: readonly string[];
  /** The starts of the calls are spread over this time. */
  readonly rampMs: number;
}

/** Longer than any fault lasts. A call that cannot reconnect within this time has failed. */
const RECONNECT_WITHIN_MS = 120_000;
/** Small chunks, as phones send them, so that faults hit more places. */
const CHUNK_MS = 100;

/** Starts all calls, spread over the ingest processes. Resolves when all have started. */
export async function startCalls({ plans, ingestUrls, rampMs }: LoadOptions): Promise<PlayingCall[]> {
  const calls: PlayingCall[] = [];
  for (const [at, plan] of plans.entries()) {
    if (at > 0) await sleep(rampMs / plans.length);
    const turn = at % ingestUrls.length;
    calls.push(startCall(plan, [...ingestUrls.slice(turn), ...ingestUrls.slice(0, turn)]));
  }
  return calls;
}

function startCall(plan: CallPlan, [first = '', ...others]: readonly string[]): PlayingCall {
  const { callId, seed, finalEverySeconds, durationMs, speed, scriptFault } = plan;
  let url = first;
  let reconnects = 0;
  let startedAtMs = Date.now();
  const play = async (): Promise<PlayedCall> => {
    const facts = { callId, seed, finalEverySeconds, speed };
    try {
      const result = await playCall({
        audio: new ChaosAudio(callId).createAudio(durationMs),
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
      const { receivedMs, disconnectedMs, unansweredMs, endedAfterMs } = result;
      const playedMs = result.sentMs + result.skippedMs;
      const times = { playedMs, receivedMs, disconnectedMs, unansweredMs, endedAfterMs };
      return { ...facts, startedAtMs, ...times, reconnects, failure: null };
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      const times = { playedMs: durationMs, endedAfterMs: durationMs, disconnectedMs: 0, unansweredMs: 0 };
      return { ...facts, startedAtMs, ...times, receivedMs: null, reconnects, failure };
    }
  };
  return { plan, url: () => url, finished: play() };
}
