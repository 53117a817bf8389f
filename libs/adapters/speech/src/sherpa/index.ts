import type { SpeechEngine } from '@earshot/ports';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { errorReason } from '../error-text.js';
import type {
  PrepareSpeechEngine,
  SpeechEngineOffer,
  SpeechEngineSettings,
  SpeechEngineState,
} from '../speech-engine-offer.js';
import { findModel, type SherpaModel } from './find-model.js';
import { MODEL_BASE_URL, pickModel, type CatalogModel } from './model-catalog.js';
import { ModelStore } from './model-store.js';
import { checkModel } from './recognizer-setup.js';
import { SherpaSpeechEngine } from './sherpa.speech-engine.js';

const PROBE_LIMIT_MS = 5_000;

/** There where sherpa-onnx-node is installed and a model lies here, or comes from its host in the background. */
export const prepare: PrepareSpeechEngine = async (settings) => {
  const offer = new SherpaOffer(settings);
  await offer.start();
  return offer;
};

class SherpaOffer implements SpeechEngineOffer {
  private state: SpeechEngineState = { engine: null, reason: 'not started' };
  private readonly closing = new AbortController();
  private background: Promise<void> = Promise.resolve();

  constructor(private readonly settings: SpeechEngineSettings) {}

  current(): SpeechEngineState {
    return this.state;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.background;
    await this.state.engine?.close();
  }

  async start(): Promise<void> {
    const { modelDir, model, language, modelBaseUrl } = this.settings;
    if (!isInstalled()) return this.unavailable('sherpa-onnx-node is not installed for this platform');
    if (modelDir !== undefined) {
      const found = await findModel(modelDir);
      return typeof found === 'string' ? this.unavailable(found) : this.use(found);
    }
    const picked = pickModel(model, language);
    if (typeof picked === 'string') return this.unavailable(picked);
    const store = new ModelStore({ ...this.settings, baseUrl: modelBaseUrl ?? MODEL_BASE_URL });
    const found = await store.installed(picked.name, picked.model);
    if (found !== null) return this.use(found);
    await this.fetch(store, picked.name, picked.model);
  }

  /** Asks the host quickly, then downloads behind the back of who waits for the start. */
  private async fetch(store: ModelStore, name: string, model: CatalogModel): Promise<void> {
    const url = store.urlOf(model);
    const problem = await probe(url, this.closing.signal);
    if (problem !== null) return this.unavailable(`its model ${name} is not here, and ${new URL(url).host} ${problem}`);
    this.unavailable(`its model ${name} is being downloaded; calls that start after that use it`);
    this.background = store
      .download(name, model, this.closing.signal)
      .then((found) => this.use(found))
      .then(() =>
        this.settings.logger.info(
          { engine: this.state.engine?.name, reason: this.state.reason },
          'speech model downloaded',
        ),
      )
      .catch((error: unknown) => {
        if (this.closing.signal.aborted) return;
        const reason = errorReason(error);
        this.unavailable(`its model ${name} could not be downloaded: ${reason}`);
        this.settings.logger.warn({ model: name, reason }, 'a speech model could not be downloaded');
      });
  }

  private async use(model: SherpaModel): Promise<void> {
    const problem = await checkModel(model);
    if (problem !== null) return this.unavailable(problem);
    const { workers, clock, metrics } = this.settings;
    try {
      const engine: SpeechEngine = await SherpaSpeechEngine.start({
        model,
        workers: workers ?? Math.max(1, availableParallelism() - 1),
        clock,
        restarts: metrics.counter('earshot_sherpa_restarts_total', 'Recogniser threads that were lost.'),
      });
      this.state = { engine, reason: `its model ${model.name} is here` };
      if (this.closing.signal.aborted) await engine.close();
    } catch (error) {
      this.unavailable(`its model does not load: ${errorReason(error)}`);
    }
  }

  private unavailable(reason: string): void {
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
 * Null when the host may have it, else what is wrong, in words that follow the host's name. A host that only refuses the
 * question shall answer the download itself.
 */
async function probe(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_LIMIT_MS)]),
    });
    const hasNot = answer.status === 404 || answer.status === 410 || answer.status >= 500;
    return hasNot ? `answers ${answer.status}` : null;
  } catch (error) {
    return `cannot be reached (${errorReason(error)})`;
  }
}
