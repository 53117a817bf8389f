import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';

/** The streams that an engine has open. */
export class OpenStreams {
  private readonly streams = new Set<SpeechStream>();
  private isClosed = false;

  constructor(
    private readonly engine: { readonly name: string; readonly sampleRateHz: number },
    private readonly create: (options: SpeechStreamOptions) => SpeechStream,
  ) {}

  /** Throws `Failure` `SPEECH_ENGINE_CLOSED` or `SPEECH_RATE_WRONG`. */
  open(options: SpeechStreamOptions): SpeechStream {
    const { name, sampleRateHz } = this.engine;
    if (this.isClosed) throw new Failure('SPEECH_ENGINE_CLOSED', `the engine ${name} is closed`);
    if (options.sampleRateHz !== sampleRateHz) {
      throw new Failure('SPEECH_RATE_WRONG', `${name} needs ${sampleRateHz} Hz, not ${options.sampleRateHz}`);
    }
    const forget = () => void this.streams.delete(stream);
    const onFailure = (error: Error) => {
      forget();
      options.onFailure(error);
    };
    const stream = this.create({ ...options, onFailure });
    this.streams.add(stream);
    return {
      write: (samples) => stream.write(samples),
      waitsForTurn: () => stream.waitsForTurn?.() ?? false,
      end: () => stream.end().finally(forget),
      abort: () => stream.abort().finally(forget),
    };
  }

  /** Aborts the open streams and refuses new ones. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.streams].map((stream) => stream.abort()));
  }
}
