import {
  pause,
  type Clock,
  type Logger,
  type SpeechEngineReport,
  type SpeechReadiness,
  type SpeechReadinessStore,
} from '@earshot/ports';
import type { SpeechEngines } from './engine-choice.js';

/** How soon a change of the engines is published. */
const LOOK_EVERY_MS = 5_000;
/** A third of the time after which the store takes a process for dead. */
const REPEAT_EVERY_MS = 30_000;
/** A database that stalls must not hold up the drain. */
const REMOVE_WITHIN_MS = 2_000;

export interface ReadinessPublisherOptions {
  readonly processId: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Publishes which engine this process uses for recorded audio, or why it has none, and the state of every engine. The
 * gateway refuses requests by the first and shows the others. Processes that share quotas publish their claims with it.
 */
export class ReadinessPublisher {
  /** The published state as JSON. */
  private published = '';
  private publishedEngines: readonly SpeechEngineReport[] = [];
  private publishedAtMs = -Infinity;
  private working: Promise<void> = Promise.resolve();
  private cancel: () => void = () => {};
  private isStopped = false;

  constructor(
    private readonly engines: SpeechEngines,
    private readonly store: SpeechReadinessStore,
    private readonly options: ReadinessPublisherOptions,
  ) {}

  /** An unavailable database does not stop the service. */
  start(): void {
    this.working = this.publishAndShare().then(() => {
      if (!this.isStopped) this.cancel = this.options.clock.schedule(LOOK_EVERY_MS, () => this.start());
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancel();
    const removed = this.working.then(() => this.store.remove(this.options.processId)).catch(() => undefined);
    await Promise.race([removed, pause(this.options.clock, REMOVE_WITHIN_MS)]);
  }

  private async publishAndShare(): Promise<void> {
    await this.publishIfDue();
    if (this.engines.sharesQuotas !== true) return;
    await this.shareQuotas();
    // By what was read, the claim may have changed. A process may use it once the others can read it.
    await this.publishIfDue();
    await this.shareQuotas();
  }

  private async publishIfDue(): Promise<void> {
    const { clock, logger, processId } = this.options;
    const { engine, reason } = this.engines.choose();
    const engines = this.engines.describe?.() ?? [];
    const readiness: SpeechReadiness = { engine: engine?.name ?? null, reason, engines };
    const state = JSON.stringify(readiness);
    if (state === this.published && clock.nowMs() - this.publishedAtMs < REPEAT_EVERY_MS) return;
    try {
      await this.store.publish(processId, readiness);
      this.published = state;
      this.publishedEngines = engines;
      this.publishedAtMs = clock.nowMs();
    } catch {
      logger.warn({ engine: readiness.engine ?? 'none' }, 'could not publish the speech engine; trying again in 5 s');
    }
  }

  /** While the database is unavailable, the last shares hold. */
  private async shareQuotas(): Promise<void> {
    const live = await this.store.findLive().catch(() => null);
    if (live === null) return;
    const others = live.filter(({ processId }) => processId !== this.options.processId);
    this.engines.shareQuotas?.(
      this.publishedEngines,
      others.map(({ engines }) => engines),
    );
  }
}
