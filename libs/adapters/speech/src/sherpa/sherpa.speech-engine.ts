import type { SpeechEngine, SpeechStream, SpeechStreamOptions } from '@earshot/ports';
import { OpenStreams } from '../open-streams.js';
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
  readonly language: SherpaModel['language'];
  private readonly streams: OpenStreams;

  private constructor(
    private readonly pool: RecognizerPool,
    { name, language }: SherpaModel,
  ) {
    this.language = language;
    this.name = `sherpa:${name}`.slice(0, 64);
    this.streams = new OpenStreams(
      this,
      (options) => new SherpaSpeechStream(options, language, pool.findLeastLoaded()),
    );
  }

  /** Resolves when every thread has loaded the model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start(options: SherpaSpeechEngineOptions): Promise<SherpaSpeechEngine> {
    const workerUrl = options.workerUrl ?? new URL('./recognizer.worker.mjs', import.meta.url);
    const pool = await RecognizerPool.start({ ...options, workerUrl, setup: recognizerSetup(options.model) });
    return new SherpaSpeechEngine(pool, options.model);
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    return this.streams.open(options);
  }

  /** Aborts open streams and ends the threads. */
  async close(): Promise<void> {
    await this.streams.close();
    await this.pool.close();
  }
}
