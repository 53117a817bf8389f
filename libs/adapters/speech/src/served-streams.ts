import type { SpeechStream, SpeechStreamOptions } from '@earshot/ports';

/** The open streams of an engine elsewhere. */
export class ServedStreams {
  private readonly streams = new Set<SpeechStream>();
  private readonly controller = new AbortController();

  /** Aborted when the engine closes. */
  get closing(): AbortSignal {
    return this.controller.signal;
  }

  /** Creates a stream and forgets it when it ends, is aborted or fails. */
  add(options: SpeechStreamOptions, create: (options: SpeechStreamOptions) => SpeechStream): SpeechStream {
    const forget = () => void this.streams.delete(stream);
    const onFailure = (error: Error) => {
      forget();
      options.onFailure(error);
    };
    const stream = create({ ...options, onFailure });
    this.streams.add(stream);
    return {
      write: (samples) => stream.write(samples),
      waitsForTurn: () => stream.waitsForTurn?.() ?? false,
      end: () => stream.end().finally(forget),
      abort: () => stream.abort().finally(forget),
    };
  }

  /** Aborts the open streams and everything that waits for a connection. */
  async close(): Promise<void> {
    this.controller.abort();
    await Promise.all([...this.streams].map((stream) => stream.abort()));
  }
}
