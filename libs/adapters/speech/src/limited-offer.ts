import type { Clock, Metrics, QuotaClaim, SpeechEngine } from '@earshot/ports';
import { EngineShare } from './engine-share.js';
import type { SpeechEngineOffer, SpeechEngineState } from './speech-vendor.js';
import { withQuota, type EngineQuota, type QuotaEngine } from './with-quota.js';

/** An offer whose engine keeps within a quota, and counts its audio and what that costs. */
export class LimitedOffer implements SpeechEngineOffer {
  private limited: { readonly inner: SpeechEngine; readonly engine: QuotaEngine } | null = null;
  /** Null: this process has the quota alone. */
  readonly share: EngineShare | null;
  private readonly seconds;
  private readonly cost;

  constructor(
    private readonly offer: SpeechEngineOffer,
    private readonly quota: EngineQuota,
    private readonly clock: Clock,
    metrics: Metrics,
    isShared: boolean,
  ) {
    const hasLimit = quota.maxStreams !== undefined || quota.startsPerSecond !== undefined;
    this.share = isShared && hasLimit ? new EngineShare(quota) : null;
    this.seconds = metrics.counter('earshot_speech_audio_seconds_total', 'Audio of tracks sent to an engine', [
      'engine',
    ]);
    this.cost = metrics.counter('earshot_speech_cost_total', 'Cost of that audio by SPEECH_PRICE_PER_MINUTE', [
      'engine',
    ]);
  }

  current(): SpeechEngineState {
    const state = this.offer.current();
    if (state.engine === null) return state;
    if (this.limited?.inner !== state.engine) {
      const { share } = this;
      const quota = share === null ? this.quota : { ...this.quota, findLimits: () => share.limits };
      this.limited = { inner: state.engine, engine: withQuota(state.engine, quota, this.clock, this.countAudio) };
    }
    const { engine } = this.limited;
    return { ...state, engine, isFull: engine.isFull };
  }

  claim(): QuotaClaim | undefined {
    return this.share?.claim(this.limited?.engine.openStreams ?? 0);
  }

  close(): Promise<void> {
    return this.offer.close();
  }

  private readonly countAudio = (engine: string, seconds: number): void => {
    this.seconds.add(seconds, { engine });
    const { pricePerMinute } = this.quota;
    if (pricePerMinute !== undefined) this.cost.add((seconds / 60) * pricePerMinute, { engine });
  };
}
