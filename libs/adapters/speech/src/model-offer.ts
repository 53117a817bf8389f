import type { Logger, SpeechEngine } from '@earshot/ports';
import { errorReason } from './error-text.js';
import type { SpeechEngineOffer, SpeechEngineState, SpeechHost } from './speech-vendor.js';

/** A model, how it comes to this machine, and how its engine starts. `Files` says where it lies. */
export interface OfferedModel<Files, Engine extends SpeechEngine = SpeechEngine> {
  readonly name: string;
  /** Why the engine uses this model and not its first choice, as a clause. */
  readonly why?: string;
  findInstalled(): Promise<Files | null>;
  /** Asks within seconds whether the model can be fetched. Resolves with the obstacle as a clause, or with null. */
  findObstacle(signal: AbortSignal): Promise<string | null>;
  fetch(signal: AbortSignal): Promise<Files>;
  start(files: Files): Promise<Engine>;
  /** A model that suits this machine better, as the engine of this one shows; null if there is none. */
  findBetter?(engine: Engine): OfferedModel<Files, Engine> | null;
}

type GiveUp = (reason: string) => void | Promise<void>;

/** The offer of an engine that needs a model. A missing model is fetched in the background; the start does not wait. */
export class ModelOffer implements SpeechEngineOffer {
  private state: SpeechEngineState = { engine: null, reason: 'not started' };
  private readonly closing = new AbortController();
  private background: Promise<unknown> = Promise.resolve();
  private readonly logger: Logger;
  private readonly mayFetchModels: boolean;

  constructor({ logger, mayFetchModels }: Pick<SpeechHost, 'logger' | 'mayFetchModels'>) {
    this.logger = logger;
    this.mayFetchModels = mayFetchModels;
  }

  current(): SpeechEngineState {
    return this.state;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.background;
    await this.state.engine?.close();
  }

  markUnavailable(reason: string): void {
    this.state = { engine: null, reason };
  }

  /** Starts the engine with the model, or fetches the model first. `giveUp` takes the reason if neither is possible. */
  async obtain<Files, Engine extends SpeechEngine>(
    model: OfferedModel<Files, Engine>,
    giveUp: GiveUp = (reason) => this.markUnavailable(reason),
  ): Promise<void> {
    const files = await model.findInstalled();
    if (files !== null) return this.use(model, files, giveUp);
    const missing = `its model ${model.name} is not installed`;
    if (!this.mayFetchModels) return giveUp(missing);
    const obstacle = await model.findObstacle(this.closing.signal);
    if (this.closing.signal.aborted) return;
    if (obstacle !== null) return giveUp(`${missing}, and ${obstacle}`);
    const reason = `its model ${model.name} is being fetched; calls that start after that use it`;
    this.state = { engine: null, isComing: true, reason };
    this.background = Promise.all([this.background, this.fetchAndUse(model, giveUp)]);
  }

  private async fetchAndUse<Files, Engine extends SpeechEngine>(
    model: OfferedModel<Files, Engine>,
    giveUp: GiveUp,
  ): Promise<void> {
    try {
      await this.use(model, await model.fetch(this.closing.signal), giveUp);
    } catch (error) {
      if (this.closing.signal.aborted) return;
      const reason = errorReason(error);
      this.logger.warn({ model: model.name, reason }, 'a speech model could not be fetched');
      return giveUp(`its model ${model.name} could not be fetched: ${reason}`);
    }
    const { engine, reason } = this.state;
    if (engine !== null) this.logger.info({ engine: engine.name, reason }, 'speech model fetched');
  }

  private async use<Files, Engine extends SpeechEngine>(
    model: OfferedModel<Files, Engine>,
    files: Files,
    giveUp: GiveUp,
  ): Promise<void> {
    try {
      const engine = await model.start(files);
      const better = this.closing.signal.aborted ? null : (model.findBetter?.(engine) ?? null);
      if (better !== null) {
        await engine.close();
        // Without the better model, this one is good enough.
        return await this.obtain(better, (why) => this.use({ ...model, why, findBetter: () => null }, files, giveUp));
      }
      const { name, why } = model;
      this.state = { engine, reason: `its model ${name} is installed${why === undefined ? '' : `; ${why}`}` };
    } catch (error) {
      const reason = `its model ${model.name} does not load: ${errorReason(error)}`;
      this.logger.warn({ model: model.name, reason }, 'a speech model does not load');
      return giveUp(reason);
    }
  }
}
