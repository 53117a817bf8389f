import { jitteredBackoffMs } from '@earshot/domain';
import {
  Failure,
  pause,
  type Clock,
  type SpeechEngine,
  type SpeechStream,
  type SpeechStreamOptions,
} from '@earshot/ports';
import { DeepgramConnection, RefusedHandshake } from './deepgram-connection.js';
import { closedEngine } from './deepgram-failure.js';
import { listenUrl, type DeepgramAudio, type DeepgramOptions } from './deepgram-options.js';
import { DeepgramSpeechStream } from './deepgram.speech-stream.js';

export interface DeepgramEngineOptions {
  readonly options: DeepgramOptions;
  /** Whether Deepgram refuses streams in a way that the next one meets too. */
  findRefusal(): Failure | null;
  onRefused(failure: Failure): void;
}

const MIN_SAMPLE_RATE_HZ = 8_000;
const MAX_SAMPLE_RATE_HZ = 48_000;
const ATTEMPTS = 5;
const BACKOFF = { firstMs: 500, maxMs: 4_000 };
/** A service that asks for a longer pause fails the stream, so that another engine can take over. */
const MAX_PAUSE_MS = 15_000;

/** Streams each track to Deepgram. */
export class DeepgramSpeechEngine implements SpeechEngine {
  readonly name: string;
  readonly sampleRateHz = null;
  private readonly streams = new Set<SpeechStream>();
  private readonly closing = new AbortController();

  constructor(
    private readonly setup: DeepgramEngineOptions,
    private readonly clock: Clock,
  ) {
    this.name = `deepgram:${setup.options.model}`.slice(0, 64);
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    const { sampleRateHz } = options;
    if (sampleRateHz < MIN_SAMPLE_RATE_HZ || sampleRateHz > MAX_SAMPLE_RATE_HZ)
      throw new Failure('SPEECH_RATE_WRONG', `Deepgram gets no audio at ${sampleRateHz} Hz`);
    const refusal = this.setup.findRefusal();
    if (refusal !== null) throw refusal;
    const connection = await this.connectWhileBusy(options);
    const forget = () => void this.streams.delete(stream);
    const onFailure = (error: Error) => {
      forget();
      options.onFailure(error);
    };
    const stream = new DeepgramSpeechStream({ ...options, onFailure }, connection, this.clock);
    this.streams.add(stream);
    return {
      write: (samples) => stream.write(samples),
      waitsForTurn: () => stream.waitsForTurn(),
      end: () => stream.end().finally(forget),
      abort: () => stream.abort().finally(forget),
    };
  }

  /** Opens a stream without audio and closes it. Rejects with `Failure`. */
  async probe(audio: DeepgramAudio): Promise<void> {
    try {
      (await this.connect(audio)).terminate();
    } catch (error) {
      throw toFailure(error);
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.streams].map((stream) => stream.abort()));
  }

  /** Tries again with growing pauses while the service is over a limit. */
  private async connectWhileBusy(audio: DeepgramAudio): Promise<DeepgramConnection> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.connect(audio);
      } catch (error) {
        const failure = toFailure(error);
        const retryAfterMs = error instanceof RefusedHandshake ? error.retryAfterMs : null;
        const pauseMs = Math.max(retryAfterMs ?? 0, jitteredBackoffMs(attempt, BACKOFF, Math.random));
        if (failure.code === 'SPEECH_REQUEST_REFUSED') this.setup.onRefused(failure);
        if (failure.code !== 'SPEECH_RATE_LIMITED' || attempt >= ATTEMPTS || pauseMs > MAX_PAUSE_MS) throw failure;
        await pause(this.clock, pauseMs, this.closing.signal);
      }
    }
  }

  private connect(audio: DeepgramAudio): Promise<DeepgramConnection> {
    if (this.closing.signal.aborted) throw closedEngine();
    const { options } = this.setup;
    return DeepgramConnection.open(listenUrl(options, audio), options.apiKey, this.clock, this.closing.signal);
  }
}

const toFailure = (error: unknown): Failure => {
  if (error instanceof RefusedHandshake) return error.failure;
  return error instanceof Failure ? error : closedEngine();
};
