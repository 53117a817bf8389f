import { Failure, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import type { SherpaModel } from './find-model.js';
import { RecognizerPool, type RecognizerPoolOptions } from './recognizer-pool.js';
import { MODEL_SAMPLE_RATE_HZ, recognizerSetup } from './recognizer-setup.js';
import { SherpaSpeechStream } from './sherpa.speech-stream.js';

export interface SherpaSpeechEngineOptions extends Omit<RecognizerPoolOptions, 'setup' | 'workerUrl'> {
  readonly model: SherpaModel;
  readonly workerUrl?: URL;
}

/** Streaming recognition by sherpa-onnx in worker threads: partials, word times, no network. */
export class SherpaSpeechEngine implements SpeechEngine {
  readonly name: string;
  readonly sampleRateHz = MODEL_SAMPLE_RATE_HZ;
  private closed = false;
  private readonly streams = new Set<SherpaSpeechStream>();

  private constructor(
    private readonly pool: RecognizerPool,
    private readonly model: SherpaModel,
  ) {
    this.name = `sherpa:${model.name}`.slice(0, 64);
  }

  /** Resolves when every thread has loaded the model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start(options: SherpaSpeechEngineOptions): Promise<SherpaSpeechEngine> {
    const workerUrl = options.workerUrl ?? new URL('./recognizer.worker.mjs', import.meta.url);
    const pool = await RecognizerPool.start({ ...options, workerUrl, setup: recognizerSetup(options.model) });
    return new SherpaSpeechEngine(pool, options.model);
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    if (this.closed) throw new Failure('SPEECH_ENGINE_CLOSED', 'the sherpa engine is closed');
    if (options.sampleRateHz !== MODEL_SAMPLE_RATE_HZ) {
      throw new Failure('SPEECH_RATE_WRONG', `sherpa needs ${MODEL_SAMPLE_RATE_HZ} Hz, not ${options.sampleRateHz}`);
    }
    const forgetStream = () => void this.streams.delete(stream);
    const onFailure = (error: Error) => {
      forgetStream();
      options.onFailure(error);
    };
    const stream = new SherpaSpeechStream(
      { ...options, onFailure, modelLanguage: this.model.language },
      this.pool.findLeastLoaded(),
    );
    this.streams.add(stream);
    return {
      write: (samples) => stream.write(samples),
      waitsForTurn: () => stream.waitsForTurn(),
      end: () => stream.end().finally(forgetStream),
      abort: () => stream.abort().finally(forgetStream),
    };
  }

  /** Aborts open streams and ends the threads. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.streams].map((stream) => stream.abort()));
    await this.pool.close();
  }
}
