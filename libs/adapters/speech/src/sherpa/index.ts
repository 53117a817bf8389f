import type { SpeechEngine } from '@earshot/ports';
import { availableParallelism } from 'node:os';
import { errorReason } from '../error-text.js';
import { isSherpaInstalled } from '../is-sherpa-installed.js';
import { ModelOffer, type OfferedModel } from '../model-offer.js';
import type { PrepareSpeechEngine, SpeechHost } from '../speech-vendor.js';
import { findModel, type SherpaModel } from './find-model.js';
import { MODEL_BASE_URL, pickModel, sherpaModels, type CatalogModel } from './model-catalog.js';
import { ModelStore } from './model-store.js';
import { checkModel } from './recognizer-setup.js';
import type { SherpaSettings } from './sherpa.settings.js';
import { SherpaSpeechEngine } from './sherpa.speech-engine.js';

const PROBE_LIMIT_MS = 5_000;

/** Available where sherpa-onnx-node is installed and the model is on this machine, or once its download is done. */
export const prepare: PrepareSpeechEngine<SherpaSettings> = async (settings, host) => {
  const offer = new ModelOffer(host);
  const model = isSherpaInstalled()
    ? await findOfferedModel(settings, host)
    : 'sherpa-onnx-node is not installed for this platform';
  if (typeof model === 'string') offer.markUnavailable(model);
  else await offer.obtain(model);
  return offer;
};

/** The model that the settings name, or a reason in one line. */
async function findOfferedModel(
  settings: SherpaSettings,
  host: SpeechHost,
): Promise<OfferedModel<SherpaModel> | string> {
  const { SPEECH_MODEL_DIR: modelDir, SPEECH_MODEL: name } = settings;
  if (modelDir !== undefined) {
    const found = await findModel(modelDir);
    return typeof found === 'string' ? found : localModel(found, host);
  }
  const picked = pickModel(name, host.language);
  return typeof picked === 'string' ? picked : catalogModel(picked.name, picked.model, settings, host);
}

function localModel(model: SherpaModel, host: SpeechHost): OfferedModel<SherpaModel> {
  return {
    name: model.name,
    findInstalled: async () => model,
    findObstacle: async () => null,
    fetch: async () => model,
    start: (files) => startEngine(files, host),
  };
}

function catalogModel(
  name: string,
  model: CatalogModel,
  { SPEECH_MODEL_BASE_URL: baseUrl = MODEL_BASE_URL, SPEECH_MODEL_SHA256: archiveSha256 }: SherpaSettings,
  host: SpeechHost,
): OfferedModel<SherpaModel> {
  const { modelsDir, clock, logger } = host;
  const store = new ModelStore({ modelsDir, clock, logger, baseUrl, archiveSha256 });
  return {
    name,
    findInstalled: () => store.findInstalled(name, model),
    findObstacle: async (signal) => {
      const refusal = store.explainRefusal(name, model);
      return refusal === null ? probe(store.urlOf(model), signal) : `it is not downloaded: ${refusal}`;
    },
    fetch: (signal) => store.download(name, model, signal),
    start: (files) => startEngine(files, host),
  };
}

async function startEngine(
  model: SherpaModel,
  { workers = Math.max(1, availableParallelism() - 1), clock, metrics }: SpeechHost,
): Promise<SpeechEngine> {
  await checkModel(model);
  const [language, ...others] = sherpaModels[model.name]?.languages ?? [];
  return SherpaSpeechEngine.start({
    model: { ...model, language: others.length === 0 ? language : undefined },
    workers,
    clock,
    restarts: metrics.counter('earshot_sherpa_restarts_total', 'Recogniser threads that crashed.'),
  });
}

/**
 * Null when the host may have the model, else what is wrong. Some hosts refuse HEAD but serve the file, so another 4xx than
 * 404 and 410 is left to the download.
 */
async function probe(url: string, signal: AbortSignal): Promise<string | null> {
  const { host } = new URL(url);
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_LIMIT_MS)]),
    });
    const isMissing = answer.status === 404 || answer.status === 410 || answer.status >= 500;
    return isMissing ? `${host} answers ${answer.status}` : null;
  } catch (error) {
    return `${host} cannot be reached (${errorReason(error)})`;
  }
}
