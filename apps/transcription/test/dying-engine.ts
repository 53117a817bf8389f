import { Failure, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';

/** What happens to the streams of an engine that dies. */
export type Death = 'resets' | 'closes-early' | 'answers-429' | 'hangs';

/** A real engine that dies for each track when it gets audio beyond `atMs` of the call. */
export class DyingEngine implements SpeechEngine {
  readonly sampleRateHz;
  pricePerMinute: number | undefined;
  /** Positions on the call clock at which streams were opened. */
  readonly openedAtMs: number[] = [];
  isDead = true;
  private readonly brokenTracks = new Set<number>();

  constructor(
    readonly name: string,
    private readonly inner: SpeechEngine,
    private readonly death: Death,
    private readonly atMs: number,
  ) {
    this.sampleRateHz = inner.sampleRateHz;
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    this.openedAtMs.push(options.startMs);
    if (this.isDead && this.brokenTracks.has(options.track) && this.death === 'answers-429')
      throw new Failure('SPEECH_RATE_LIMITED', 'no more streams', { retryable: true });
    const stream = await this.inner.open(options);
    return this.isDead ? this.breakAtDeath(stream, options) : stream;
  }

  async close(): Promise<void> {}

  private breakAtDeath(stream: SpeechStream, options: SpeechStreamOptions): SpeechStream {
    const { startMs, sampleRateHz, onFailure } = options;
    let untilMs = startMs;
    let isBroken = false;
    const code = this.death === 'closes-early' ? 'SPEECH_STREAM_CLOSED' : 'SPEECH_STREAM_LOST';
    return {
      write: async (samples) => {
        untilMs += (samples.length * 1_000) / sampleRateHz;
        if (untilMs <= this.atMs) return stream.write(samples);
        const isFirst = !isBroken;
        isBroken = true;
        this.brokenTracks.add(options.track);
        if (isFirst && this.death !== 'hangs') onFailure(new Failure(code, 'the engine died', { retryable: true }));
      },
      end: () => (isBroken ? new Promise(() => {}) : stream.end()),
      abort: () => stream.abort(),
    };
  }
}
