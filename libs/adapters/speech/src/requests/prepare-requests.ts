import { pause, type Failure } from '@earshot/ports';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { errorReason } from '../error-text.js';
import { isSherpaInstalled } from '../is-sherpa-installed.js';
import { DetectionPool } from '../listening/detection-pool.js';
import { ModelOffer } from '../model-offer.js';
import { NpmModelStore } from '../models/npm-model-store.js';
import { npmModels, voiceDetectorModel } from '../models/npm-models.js';
import { ServiceCheck, type CheckedService } from '../service-check.js';
import type { SpeechEngineOffer, SpeechHost } from '../speech-vendor.js';
import { RequestSpeechEngine, type RequestEngineOptions } from './request.speech-engine.js';
import type { UtteranceClient } from './utterance-requests.js';

const FIRST_LOOK_MS = 5_000;
const DETECTOR = 'silero-vad';
const DETECTOR_FILE = 'silero_vad_v6.onnx';

/** A server that transcribes utterances, and how it is used. */
export interface RequestService extends CheckedService {
  readonly client: UtteranceClient;
  readonly engine: Pick<
    RequestEngineOptions,
    'name' | 'metricsPrefix' | 'prompt' | 'detectsLanguage' | 'givesPartials' | 'maxRequests'
  >;
  /** Why the engine can be used: one line for people. */
  readonly reason: string;
}

/** Needs a server that takes requests, `sherpa-onnx-node` and the model of its voice activity detector. */
export async function prepareRequests(service: RequestService, host: SpeechHost): Promise<SpeechEngineOffer> {
  if (!isSherpaInstalled())
    return unavailable('sherpa-onnx-node, which finds speech, is not installed for this platform');
  const check = new ServiceCheck(service, host.clock, host.logger);
  const detector = new ModelOffer(host);
  await Promise.all([
    detector.obtain(detectorModel(host, (vad) => startEngine(vad, service, check, host))),
    Promise.race([check.look(), pause(host.clock, FIRST_LOOK_MS)]),
  ]);
  return {
    current: () => {
      const state = detector.current();
      if (state.engine === null) return state;
      if (check.obstacle !== null) return { engine: null, reason: check.obstacle.message };
      return { engine: state.engine, reason: service.reason };
    },
    close: async () => {
      await Promise.all([check.close(), detector.close()]);
    },
  };
}

/** An offer that never has an engine. */
export const unavailable = (reason: string): SpeechEngineOffer => ({
  current: () => ({ engine: null, reason }),
  close: async () => {},
});

async function startEngine(vad: string, { client, engine }: RequestService, check: ServiceCheck, host: SpeechHost) {
  const { clock, metrics, workers = Math.max(1, availableParallelism() - 1) } = host;
  const restarts = metrics.counter(
    `${engine.metricsPrefix}_detector_restarts_total`,
    'Processes that detect speech and crashed.',
  );
  const pool = await DetectionPool.start({ setup: { vad }, clock }, workers, restarts);
  return new RequestSpeechEngine(pool, client, {
    ...engine,
    clock,
    metrics,
    findRefusal: () => check.obstacle,
    onRefused: (failure: Failure) => check.noteRefusal(failure),
  });
}

/** The detector lies also in the models of moonshine. */
function detectorModel(host: SpeechHost, start: (vad: string) => Promise<RequestSpeechEngine>) {
  const store = new NpmModelStore({ modelsDir: host.modelsDir, clock: host.clock });
  return {
    name: DETECTOR,
    start,
    async findInstalled() {
      for (const name of [DETECTOR, ...Object.keys(npmModels)]) {
        const directory = await store.findInstalled(name, voiceDetectorModel);
        if (directory !== null) return join(directory, DETECTOR_FILE);
      }
      return null;
    },
    findObstacle: (signal: AbortSignal) =>
      store.probe(voiceDetectorModel, signal).then(
        () => null,
        (error: unknown) => errorReason(error),
      ),
    fetch: async (signal: AbortSignal) => join(await store.fetch(DETECTOR, voiceDetectorModel, signal), DETECTOR_FILE),
  };
}
