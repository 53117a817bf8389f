import type { Clock, Failure, SpeechEngine, SpeechStream, SpeechStreamOptions } from '@earshot/ports';
import { connectWhileBusy, probeService } from '../connect-while-busy.js';
import { ServedStreams } from '../served-streams.js';
import type { SocketService } from '../service-socket.js';
import { voskFailures } from './vosk-failure.js';
import { VoskSpeechStream } from './vosk.speech-stream.js';

/** Streams each track to a vosk-server, at any rate: its model resamples. */
export class VoskSpeechEngine implements SpeechEngine {
  readonly name = 'vosk';
  readonly sampleRateHz = null;
  private readonly streams = new ServedStreams();
  private readonly service: SocketService;

  constructor(
    url: string,
    private readonly clock: Clock,
    /** Why the server cannot be used; null while it can. */
    private readonly findRefusal: () => Failure | null = () => null,
    /** The language of the server's model, as the operator says. */
    readonly language?: string,
  ) {
    this.service = { url, failures: voskFailures };
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    const refusal = this.findRefusal();
    if (refusal !== null) throw refusal;
    const socket = await connectWhileBusy(this.service, this.clock, this.streams.closing);
    return this.streams.add(options, (watched) => new VoskSpeechStream(watched, socket));
  }

  /** Connects without audio. Rejects with `Failure`. */
  probe(): Promise<void> {
    return probeService(this.service, this.clock, this.streams.closing);
  }

  close(): Promise<void> {
    return this.streams.close();
  }
}
