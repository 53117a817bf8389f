import type { QuotaClaim, SpeechEngineReport } from '@earshot/ports';

/** The numbers of a provider's quota. Undefined: no limit. */
export interface QuotaNumbers {
  readonly maxStreams: number | undefined;
  readonly startsPerSecond: number | undefined;
}

const NOTHING: QuotaClaim = { streams: 0, startsPerSecond: 0 };

/**
 * The part of an engine's quota that this process may use beside other processes. Each process publishes a claim before it
 * reads the claims of the others, and uses no more than both leave. So of two processes that meet, at least one sees the
 * other, and together they never use more than the quota.
 */
export class EngineShare {
  /** Live processes that use the engine, with this one; null until they are counted. */
  private processes: number | null = null;
  private published = NOTHING;
  private others: QuotaClaim = NOTHING;

  constructor(private readonly quota: QuotaNumbers) {}

  /** What this process publishes next: an equal part, or the streams that it has if they are more. */
  claim(openStreams: number): QuotaClaim {
    const equal = this.equalPart();
    if (this.quota.maxStreams === undefined) return equal;
    return { ...equal, streams: Math.max(openStreams, equal.streams) };
  }

  /** `published`: what the others can read of this process. `others`: reports that were read after that. */
  update(published: SpeechEngineReport | undefined, others: readonly (SpeechEngineReport | undefined)[]): void {
    const sharing = others.filter((report) => report?.isConfigured === true);
    this.processes = sharing.length + 1;
    this.published = published?.claim ?? NOTHING;
    // A process of an earlier version publishes no claim, and uses an equal part.
    const claims = sharing.map((report) => report?.claim ?? this.equalPart());
    this.others = {
      streams: claims.reduce((sum, { streams }) => sum + streams, 0),
      startsPerSecond: claims.reduce((sum, { startsPerSecond }) => sum + startsPerSecond, 0),
    };
  }

  /** What this process may use now. */
  get limits(): QuotaNumbers {
    const { maxStreams, startsPerSecond } = this.quota;
    return {
      maxStreams: maxStreams === undefined ? undefined : this.limitStreams(maxStreams),
      startsPerSecond: startsPerSecond === undefined ? undefined : this.limitStarts(startsPerSecond),
    };
  }

  private limitStreams(maxStreams: number): number {
    // More processes than streams: each has one, so that none is without work, and the quota is exceeded.
    if (this.processes !== null && this.processes > maxStreams) return 1;
    return Math.min(this.equalPart().streams, this.published.streams, maxStreams - this.others.streams);
  }

  private limitStarts(startsPerSecond: number): number {
    const { startsPerSecond: equal } = this.equalPart();
    return Math.min(equal, this.published.startsPerSecond, startsPerSecond - this.others.startsPerSecond);
  }

  private equalPart(): QuotaClaim {
    if (this.processes === null) return NOTHING;
    const { maxStreams = 0, startsPerSecond = 0 } = this.quota;
    return {
      streams: Math.floor(maxStreams / this.processes),
      startsPerSecond: startsPerSecond / this.processes,
    };
  }
}
