import { Failure, type Clock, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { connectWhileBusy, probeService } from '../connect-while-busy.js';
import { ServedStreams } from '../served-streams.js';
import type { SocketService } from '../service-socket.js';
import { deepgramFailures } from './deepgram-failure.js';
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

/** Streams each track to Deepgram. */
export class DeepgramSpeechEngine implements SpeechEngine {
  readonly name: string;
  readonly sampleRateHz = null;
  private readonly streams = new ServedStreams();

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
    const connection = await this.connect(options);
    return this.streams.add(options, (watched) => new DeepgramSpeechStream(watched, connection, this.clock));
  }

  /** Opens a stream without audio and closes it. Rejects with `Failure`. */
  probe(audio: DeepgramAudio): Promise<void> {
    return probeService(this.serviceFor(audio), this.clock, this.streams.closing);
  }

  close(): Promise<void> {
    return this.streams.close();
  }

  private async connect(audio: DeepgramAudio) {
    try {
      return await connectWhileBusy(this.serviceFor(audio), this.clock, this.streams.closing);
    } catch (error) {
      if (error instanceof Failure && error.code === 'SPEECH_REQUEST_REFUSED') this.setup.onRefused(error);
      throw error;
    }
  }

  private serviceFor(audio: DeepgramAudio): SocketService {
    const { options } = this.setup;
    const headers = { authorization: `Token ${options.apiKey}` };
    return { url: listenUrl(options, audio), headers, failures: deepgramFailures };
  }
}
