import {
  Failure,
  pause,
  type Clock,
  type SpeechEngine,
  type SpeechStream,
  type SpeechStreamOptions,
} from '@earshot/ports';
import type { QuotaNumbers } from './engine-share.js';

export interface EngineQuota extends QuotaNumbers {
  /** The part of the two numbers that this process may use now. Default: all of them. */
  readonly findLimits?: () => QuotaNumbers;
  /** Neighbouring tracks of a live call that share one stream of the provider. */
  readonly tracksPerStream: number;
  /** What a minute of one track costs. Undefined: no price is set. */
  readonly pricePerMinute?: number | undefined;
}

/** An engine that keeps within its provider's quota. */
export interface QuotaEngine extends SpeechEngine {
  /** Streams of the provider that it uses or opens. */
  readonly openStreams: number;
  /** Whether it has as many streams as it may have. */
  readonly isFull: boolean;
}

/** Counts audio that was written to an engine. */
export type CountAudio = (engine: string, seconds: number) => void;

/** A start that would wait longer than this fails, so that another engine can take the call. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Keeps an engine within the quota of its provider. Starts wait for their turn; a stream beyond the limit, and a start that
 * would wait for more than five seconds, are rejected with retryable `Failure` `SPEECH_ENGINE_FULL`.
 */
export function withQuota(
  engine: SpeechEngine,
  quota: EngineQuota,
  clock: Clock,
  countAudio: CountAudio = () => {},
): QuotaEngine {
  return new LimitedEngine(engine, quota, clock, countAudio);
}

class LimitedEngine implements QuotaEngine {
  readonly name: string;
  readonly sampleRateHz: number | null;
  readonly language: string | undefined;
  readonly pricePerMinute: number | undefined;
  /** Tracks that use each stream of the provider. */
  private readonly users = new Map<string, number>();
  private nextStartAtMs = -Infinity;
  private lonely = 0;

  constructor(
    private readonly engine: SpeechEngine,
    private readonly quota: EngineQuota,
    private readonly clock: Clock,
    private readonly countAudio: CountAudio,
  ) {
    this.name = engine.name;
    this.sampleRateHz = engine.sampleRateHz;
    this.language = engine.language;
    this.pricePerMinute = quota.pricePerMinute;
  }

  get openStreams(): number {
    return this.users.size;
  }

  get isFull(): boolean {
    return this.users.size >= (this.limits.maxStreams ?? Infinity);
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    const release = this.takeStream(options);
    try {
      await this.waitForStart();
      const onFailure = (error: Error) => {
        release();
        options.onFailure(error);
      };
      const stream = await this.engine.open({ ...options, onFailure });
      return this.watchStream(stream, options.sampleRateHz, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  private get limits(): QuotaNumbers {
    return this.quota.findLimits?.() ?? this.quota;
  }

  /** The returned function gives the stream back. It does nothing after its first call. */
  private takeStream(options: SpeechStreamOptions): () => void {
    const key = this.streamOf(options);
    const users = this.users.get(key) ?? 0;
    if (users === 0 && this.isFull) throw full(`${this.name} has ${this.users.size} streams, as many as it may have`);
    this.users.set(key, users + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const rest = (this.users.get(key) ?? 1) - 1;
      if (rest > 0) this.users.set(key, rest);
      else this.users.delete(key);
    };
  }

  /** Tracks with the same key share a stream of the provider. */
  private streamOf({ callId, track, trackCount = 1, isRecorded }: SpeechStreamOptions): string {
    const { tracksPerStream } = this.quota;
    const first = track - (track % tracksPerStream);
    const isShared = isRecorded !== true && tracksPerStream > 1 && first + 1 < trackCount;
    return isShared ? `${first} ${callId}` : `alone ${(this.lonely += 1)}`;
  }

  private watchStream(stream: SpeechStream, sampleRateHz: number, release: () => void): SpeechStream {
    return {
      write: (samples) => {
        this.countAudio(this.name, samples.length / sampleRateHz);
        return stream.write(samples);
      },
      waitsForTurn: () => stream.waitsForTurn?.() ?? false,
      end: () => stream.end().finally(release),
      abort: () => stream.abort().finally(release),
    };
  }

  private async waitForStart(): Promise<void> {
    const { startsPerSecond } = this.limits;
    if (startsPerSecond === undefined) return;
    if (startsPerSecond <= 0) throw full(`other processes use all starts of ${this.name}`);
    const nowMs = this.clock.nowMs();
    const startAtMs = Math.max(nowMs, this.nextStartAtMs);
    if (startAtMs - nowMs > LONGEST_WAIT_MS)
      throw full(`${this.name} may start ${startsPerSecond} streams a second here`);
    this.nextStartAtMs = startAtMs + 1_000 / startsPerSecond;
    if (startAtMs > nowMs) await pause(this.clock, startAtMs - nowMs);
  }
}

const full = (message: string) => new Failure('SPEECH_ENGINE_FULL', message, { retryable: true });
