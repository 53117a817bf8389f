import { pause } from '@earshot/ports';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { errorReason } from '../error-text.js';
import { isSherpaInstalled } from '../is-sherpa-installed.js';
import { ListeningPool } from '../listening/listening-pool.js';
import { ModelOffer } from '../model-offer.js';
import { NpmModelStore } from '../models/npm-model-store.js';
import { npmModels, voiceDetectorModel } from '../models/npm-models.js';
import { ServiceCheck } from '../service-check.js';
import type { PrepareSpeechEngine, SpeechEngineOffer, SpeechHost } from '../speech-vendor.js';
import { WhisperClient } from './whisper-client.js';
import { WhisperHttpSpeechEngine } from './whisper-http.speech-engine.js';
import type { WhisperHttpSettings } from './whisper-http.settings.js';
import { parseWhisperOptions, type WhisperOptions } from './whisper-options.js';

const FIRST_LOOK_MS = 5_000;
const DETECTOR = 'silero-vad';
const DETECTOR_FILE = 'silero_vad_v6.onnx';

/** Needs the URL of a server, `sherpa-onnx-node` and the model of its voice activity detector. */
export const prepare: PrepareSpeechEngine<WhisperHttpSettings> = async (settings, host) => {
  const options = parseWhisperOptions(settings);
  if (options === null) return unavailable('WHISPER_URL is not set');
  if (!isSherpaInstalled())
    return unavailable('sherpa-onnx-node, which finds speech, is not installed for this platform');
  const client = new WhisperClient(options, host.clock);
  const check = new ServiceCheck(
    { name: 'the Whisper server', probe: (signal) => client.probe(signal) },
    host.clock,
    host.logger,
  );
  const detector = new ModelOffer(host);
  await Promise.all([
    detector.obtain(detectorModel(host, (vad) => startEngine(vad, options, { client, check, host }))),
    Promise.race([check.look(), pause(host.clock, FIRST_LOOK_MS)]),
  ]);
  return {
    current: () => {
      const state = detector.current();
      if (state.engine === null) return state;
      if (check.obstacle !== null) return { engine: null, reason: check.obstacle.message };
      return { engine: state.engine, reason: `sends utterances to ${new URL(options.endpoint).host}` };
    },
    close: async () => {
      await Promise.all([check.close(), detector.close()]);
    },
  };
};

interface EngineParts {
  readonly client: WhisperClient;
  readonly check: ServiceCheck;
  readonly host: SpeechHost;
}

async function startEngine(vad: string, options: WhisperOptions, { client, check, host }: EngineParts) {
  const { clock, metrics, workers = Math.max(1, availableParallelism() - 1) } = host;
  const restarts = metrics.counter(
    'earshot_whisper_detector_restarts_total',
    'Processes that detect speech and crashed.',
  );
  const pool = await ListeningPool.start({ setup: { vad }, clock }, workers, restarts);
  return new WhisperHttpSpeechEngine(pool, client, {
    options,
    clock,
    metrics,
    findRefusal: () => check.obstacle,
    onRefused: (failure) => check.noteRefusal(failure),
  });
}

/** The detector lies also in the models of moonshine. */
function detectorModel(host: SpeechHost, start: (vad: string) => Promise<WhisperHttpSpeechEngine>) {
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

const unavailable = (reason: string): SpeechEngineOffer => ({
  current: () => ({ engine: null, reason }),
  close: async () => {},
});
