import type { SpeechEngine } from '@earshot/ports';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { errorReason } from '../error-text.js';
import type { PrepareSpeechEngine, SpeechEngineOffer, SpeechEngineState, SpeechHost } from '../speech-vendor.js';
import { findModel, type SherpaModel } from './find-model.js';
import { MODEL_BASE_URL, pickModel, sherpaModels, type CatalogModel } from './model-catalog.js';
import { ModelStore } from './model-store.js';
import { checkModel } from './recognizer-setup.js';
import type { SherpaSettings } from './sherpa.settings.js';
import { SherpaSpeechEngine } from './sherpa.speech-engine.js';

const PROBE_LIMIT_MS = 5_000;

/** Available where sherpa-onnx-node is installed and the model is on this machine, or once its download is done. */
export const prepare: PrepareSpeechEngine<SherpaSettings> = async (settings, host) => {
  const offer = new SherpaOffer(settings, host);
  await offer.start();
  return offer;
};

class SherpaOffer implements SpeechEngineOffer {
  private state: SpeechEngineState = { engine: null, reason: 'not started' };
  private readonly closing = new AbortController();
  private background: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: SherpaSettings,
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

  async start(): Promise<void> {
    const { SPEECH_MODEL_DIR: modelDir, SPEECH_MODEL: model } = this.settings;
    if (!isInstalled()) return this.markUnavailable('sherpa-onnx-node is not installed for this platform');
    if (modelDir !== undefined) {
      const found = await findModel(modelDir);
      return typeof found === 'string' ? this.markUnavailable(found) : this.use(found);
    }
    const picked = pickModel(model, this.host.language);
    if (typeof picked === 'string') return this.markUnavailable(picked);
    const store = this.openStore();
    const found = await store.findInstalled(picked.name, picked.model);
    if (found !== null) return this.use(found);
    if (!this.host.mayFetchModels) return this.markUnavailable(`its model ${picked.name} is not installed`);
    const refusal = store.explainRefusal(picked.name, picked.model);
    if (refusal !== null)
      return this.markUnavailable(`its model ${picked.name} is not installed and is not downloaded: ${refusal}`);
    await this.fetchModel(store, picked.name, picked.model);
  }

  private openStore(): ModelStore {
    const { modelsDir, clock, logger } = this.host;
    const { SPEECH_MODEL_BASE_URL: baseUrl = MODEL_BASE_URL, SPEECH_MODEL_SHA256: archiveSha256 } = this.settings;
    return new ModelStore({ modelsDir, clock, logger, baseUrl, archiveSha256 });
  }

  /** Asks the host for at most five seconds, then downloads in the background; startup does not wait. */
  private async fetchModel(store: ModelStore, name: string, model: CatalogModel): Promise<void> {
    const url = store.urlOf(model);
    const problem = await probe(url, this.closing.signal);
    if (problem !== null)
      return this.markUnavailable(`its model ${name} is not installed, and ${new URL(url).host} ${problem}`);
    this.state = {
      engine: null,
      isComing: true,
      reason: `its model ${name} is being downloaded; calls that start after the download use it`,
    };
    this.background = store
      .download(name, model, this.closing.signal)
      .then((found) => this.use(found))
      .then(() =>
        this.host.logger.info(
          { engine: this.state.engine?.name, reason: this.state.reason },
          'speech model downloaded',
        ),
      )
      .catch((error: unknown) => {
        if (this.closing.signal.aborted) return;
        const reason = errorReason(error);
        this.markUnavailable(`its model ${name} could not be downloaded: ${reason}`);
        this.host.logger.warn({ model: name, reason }, 'a speech model could not be downloaded');
      });
  }

  private async use(model: SherpaModel): Promise<void> {
    const problem = await checkModel(model);
    if (problem !== null) return this.markUnavailable(problem);
    const { workers, clock, metrics } = this.host;
    const [language, ...others] = sherpaModels[model.name]?.languages ?? [];
    try {
      const engine: SpeechEngine = await SherpaSpeechEngine.start({
        model: { ...model, language: others.length === 0 ? language : undefined },
        workers: workers ?? Math.max(1, availableParallelism() - 1),
        clock,
        restarts: metrics.counter('earshot_sherpa_restarts_total', 'Recogniser threads that crashed.'),
      });
      this.state = { engine, reason: `its model ${model.name} is installed` };
      if (this.closing.signal.aborted) await engine.close();
    } catch (error) {
      this.markUnavailable(`its model does not load: ${errorReason(error)}`);
    }
  }

  private markUnavailable(reason: string): void {
    this.state = { engine: null, reason };
  }
}

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('sherpa-onnx-node');
    return true;
  } catch {
    return false;
  }
}

/**
 * Null when the host may have the model, else what is wrong, in words that follow the host's name. Some hosts refuse
 * HEAD but serve the file, so another 4xx than 404 and 410 is left to the download.
 */
async function probe(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_LIMIT_MS)]),
    });
    const isMissing = answer.status === 404 || answer.status === 410 || answer.status >= 500;
    return isMissing ? `answers ${answer.status}` : null;
  } catch (error) {
    return `cannot be reached (${errorReason(error)})`;
  }
}
