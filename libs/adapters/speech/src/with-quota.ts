import {
  Failure,
  pause,
  type Clock,
  type SpeechEngine,
  type SpeechStream,
  type SpeechStreamOptions,
} from '@earshot/ports';

export interface EngineQuota {
  /** Undefined: no limit. */
  readonly maxStreams: number | undefined;
  /** Undefined: no limit. */
  readonly startsPerSecond: number | undefined;
  /** Processes that share the two numbers. Default: this one alone. */
  readonly countProcesses?: () => number;
  /** Neighbouring tracks of a live call that share one stream of the provider. */
  readonly tracksPerStream: number;
  /** What a minute of one track costs. Undefined: no price is set. */
  readonly pricePerMinute?: number | undefined;
}

/** An engine that keeps within its provider's quota. */
export interface QuotaEngine extends SpeechEngine {
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
    this.pricePerMinute = quota.pricePerMinute;
  }

  get isFull(): boolean {
    return this.users.size >= this.maxStreams;
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

  /** The share of this process. It is never less than one stream, so that no process is without work. */
  private get maxStreams(): number {
    return Math.max(1, Math.floor((this.quota.maxStreams ?? Infinity) / this.processes));
  }

  private get processes(): number {
    return Math.max(1, this.quota.countProcesses?.() ?? 1);
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
    const { startsPerSecond } = this.quota;
    if (startsPerSecond === undefined) return;
    const nowMs = this.clock.nowMs();
    const startAtMs = Math.max(nowMs, this.nextStartAtMs);
    if (startAtMs - nowMs > LONGEST_WAIT_MS) throw full(`${this.name} may start ${startsPerSecond} streams a second`);
    this.nextStartAtMs = startAtMs + (1_000 * this.processes) / startsPerSecond;
    if (startAtMs > nowMs) await pause(this.clock, startAtMs - nowMs);
  }
}

const full = (message: string) => new Failure('SPEECH_ENGINE_FULL', message, { retryable: true });
