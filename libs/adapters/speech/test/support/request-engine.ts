import type { Clock, Failure } from '@earshot/ports';
import { CapturingMetrics } from '@earshot/testing';
import { DetectionPool } from '../../src/listening/detection-pool.js';
import { RequestSpeechEngine, type RequestEngineOptions } from '../../src/requests/request.speech-engine.js';
import type { UtteranceClient } from '../../src/requests/utterance-requests.js';
import { speakBursts, type Burst } from './bursts.js';
import { systemClock } from './system-clock.js';

export const sampleRateHz = 16_000;
const workerUrl = new URL('./burst-detector.worker.mjs', import.meta.url);

const burst = (n: number, atMs: number): Burst => ({ n, atMs, durationMs: 320 });
/** Three utterances, at multiples of the detector's windows of 32 ms. */
export const utterances = [burst(3, 640), burst(4, 1_088), burst(5, 3_200), burst(6, 5_120), burst(7, 5_568)];
export const speech = speakBursts(utterances, 7_040, sampleRateHz);
/** The finals of the speech, with their times. */
export const spoken = ['640-1408 w3 w4.', '3200-3520 w5.', '5120-5888 w6 w7.'];
/** The first utterance lasts ten seconds, so that partials come before its final. */
export const longSpeech = speakBursts(
  [...Array.from({ length: 20 }, (_, n) => burst(2 + (n % 8), 640 + n * 512)), burst(9, 13_120)],
  14_080,
  sampleRateHz,
);

/** An engine that sends utterances to a server, with what it counted and how the server refused it. */
export interface ObservedEngine {
  readonly engine: RequestSpeechEngine;
  readonly metrics: CapturingMetrics;
  readonly refusals: readonly Failure[];
}

type EngineOptions = Omit<RequestEngineOptions, 'clock' | 'metrics' | 'findRefusal' | 'onRefused'>;

/** Starts an engine whose detector finds bursts. */
export async function startRequestEngine(
  client: UtteranceClient,
  options: EngineOptions,
  clock: Clock,
): Promise<ObservedEngine> {
  const metrics = new CapturingMetrics();
  const refusals: Failure[] = [];
  const pool = await DetectionPool.start(
    { setup: { vad: '' }, clock: systemClock, workerUrl },
    1,
    metrics.counter('r'),
  );
  const engine = new RequestSpeechEngine(pool, client, {
    ...options,
    clock,
    metrics,
    findRefusal: () => refusals.at(-1) ?? null,
    onRefused: (failure) => void refusals.push(failure),
  });
  return { engine, metrics, refusals };
}
