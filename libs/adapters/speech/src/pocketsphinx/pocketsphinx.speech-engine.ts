import { Failure, type Counter, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { PocketsphinxPool } from './pocketsphinx-pool.js';
import type { PocketsphinxProgram } from './pocketsphinx-process.js';
import { PocketsphinxSpeechStream } from './pocketsphinx.speech-stream.js';
import { SAMPLE_RATE_HZ } from './utterance-segmenter.js';

/**
 * CMU Sphinx from Debian's packages: real but weak recognition without a download. It gives finals only, about a second
 * after each pause.
 */
export class PocketsphinxSpeechEngine implements SpeechEngine {
  readonly name = 'pocketsphinx:en-us';
  readonly sampleRateHz = SAMPLE_RATE_HZ;
  private readonly pool: PocketsphinxPool;
  private readonly streams = new Set<PocketsphinxSpeechStream>();
  private closed = false;

  constructor(program: PocketsphinxProgram, workers: number, restarts: Counter) {
    this.pool = new PocketsphinxPool(program, workers, restarts);
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    if (this.closed) throw new Failure('SPEECH_ENGINE_CLOSED', 'the pocketsphinx engine is closed');
    if (options.sampleRateHz !== SAMPLE_RATE_HZ) {
      throw new Failure('SPEECH_RATE_WRONG', `pocketsphinx needs ${SAMPLE_RATE_HZ} Hz, not ${options.sampleRateHz}`);
    }
    const forgetStream = () => void this.streams.delete(stream);
    const onFailure = (error: Error) => {
      forgetStream();
      options.onFailure(error);
    };
    const stream = new PocketsphinxSpeechStream({ ...options, onFailure }, this.pool);
    this.streams.add(stream);
    return {
      write: (samples) => stream.write(samples),
      waitsForTurn: () => stream.waitsForTurn(),
      end: () => stream.end().finally(forgetStream),
      abort: () => stream.abort().finally(forgetStream),
    };
  }

  /** Aborts open streams and ends the processes. */
  async close(): Promise<void> {
    this.closed = true;
    for (const stream of this.streams) await stream.abort();
    await this.pool.close();
  }
}
