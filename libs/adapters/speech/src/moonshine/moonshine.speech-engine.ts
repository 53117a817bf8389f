import { Failure, type Metrics, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { ListeningPool } from './listening-pool.js';
import type { ListeningProgram } from './listening-process.js';
import { MoonshineSpeechStream, type MoonshineMetrics } from './moonshine.speech-stream.js';
import { SAMPLE_RATE_HZ } from './speech-windows.js';

export interface MoonshineSpeechEngineOptions extends ListeningProgram {
  readonly modelName: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly workers: number;
  readonly metrics: Metrics;
}

/**
 * Moonshine by sherpa-onnx in processes of its own: no network, partials by decoding the utterance so far, estimated word
 * times. A crash of the native code costs one process; its work is done again by the next.
 */
export class MoonshineSpeechEngine implements SpeechEngine {
  readonly name: string;
  readonly sampleRateHz = SAMPLE_RATE_HZ;
  private readonly streams = new Set<MoonshineSpeechStream>();
  private isClosed = false;

  private constructor(
    private readonly pool: ListeningPool,
    private readonly language: string,
    private readonly counters: MoonshineMetrics,
    modelName: string,
  ) {
    this.name = modelName.replace(/^moonshine-/, 'moonshine:').slice(0, 64);
  }

  /** Resolves when a process has loaded and tried the model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start(options: MoonshineSpeechEngineOptions): Promise<MoonshineSpeechEngine> {
    const { metrics, workers, language, modelName } = options;
    const restarts = metrics.counter('earshot_moonshine_restarts_total', 'Recogniser processes that crashed.');
    const counters = {
      partials: metrics.counter('earshot_moonshine_partials_total', 'Partials that Moonshine gave.'),
      corrections: metrics.counter(
        'earshot_moonshine_corrections_total',
        'Partials that took back words which two partials in a row had shown.',
      ),
      rubbish: metrics.counter(
        'earshot_moonshine_rubbish_total',
        'Utterances that were no speech by their text: loops, closing words of films, impossibly fast or inaudible.',
      ),
    };
    return new MoonshineSpeechEngine(
      await ListeningPool.start(options, workers, restarts),
      language,
      counters,
      modelName,
    );
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    if (this.isClosed) throw new Failure('SPEECH_ENGINE_CLOSED', 'the moonshine engine is closed');
    if (options.sampleRateHz !== SAMPLE_RATE_HZ) {
      throw new Failure('SPEECH_RATE_WRONG', `moonshine needs ${SAMPLE_RATE_HZ} Hz, not ${options.sampleRateHz}`);
    }
    const forgetStream = () => void this.streams.delete(stream);
    const onFailure = (error: Error) => {
      forgetStream();
      options.onFailure(error);
    };
    const { language: modelLanguage, counters } = this;
    const stream = new MoonshineSpeechStream({ ...options, onFailure, modelLanguage, counters }, this.pool);
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
    this.isClosed = true;
    await Promise.all([...this.streams].map((stream) => stream.abort()));
    await this.pool.close();
  }
}
