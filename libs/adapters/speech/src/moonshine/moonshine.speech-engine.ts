import { Failure, type Metrics, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { OpenStreams } from '../open-streams.js';
import { ListeningPool } from '../listening/listening-pool.js';
import type { ListeningProgram } from '../listening/listening-process.js';
import { SAMPLE_RATE_HZ } from '../listening/speech-windows.js';
import type { UtteranceRecognizer } from '../listening/utterance-recognizer.js';
import type { UtteranceCounters } from '../listening/utterance-engine.js';
import { UtteranceSpeechStream } from '../listening/utterance.speech-stream.js';

const PARTIAL_EVERY_SECONDS = 0.5;

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
  readonly language: string;
  private readonly streams: OpenStreams;

  private constructor(
    private readonly pool: ListeningPool,
    { language, modelName }: MoonshineSpeechEngineOptions,
    counters: UtteranceCounters,
  ) {
    this.language = language;
    this.name = modelName.replace(/^moonshine-/, 'moonshine:').slice(0, 64);
    const recognizer: UtteranceRecognizer = {
      givesPartials: true,
      partialEverySeconds: PARTIAL_EVERY_SECONDS,
      decode: async (work) => ({ text: await pool.decode(work), language }),
      decodePartial: async (work) => {
        const text = await pool.decodePartial(work);
        return text === null ? null : { text, language };
      },
    };
    const engine = { detector: pool, counters, toFailure: lost };
    this.streams = new OpenStreams(this, (options) => new UtteranceSpeechStream(options, engine, recognizer));
  }

  /** Resolves when a process has loaded and tried the model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start(options: MoonshineSpeechEngineOptions): Promise<MoonshineSpeechEngine> {
    const { metrics } = options;
    const restarts = metrics.counter('earshot_moonshine_restarts_total', 'Recogniser processes that crashed.');
    const counters = {
      partials: metrics.counter('earshot_moonshine_partials_total', 'Partials that Moonshine gave.'),
      takenBackWords: metrics.counter(
        'earshot_moonshine_taken_back_words_total',
        'Words that two partials in a row had shown and a later partial took back.',
      ),
      rubbish: metrics.counter(
        'earshot_moonshine_rubbish_total',
        'Utterances that were no speech by their text: loops, closing words of films, impossibly fast or inaudible.',
      ),
    };
    return new MoonshineSpeechEngine(await ListeningPool.start(options, options.workers, restarts), options, counters);
  }

  /** The time that the decoder took for a fixed second of sound on this machine. */
  get trialMs(): number {
    return this.pool.trialMs;
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    return this.streams.open(options);
  }

  /** Aborts open streams and ends the processes. */
  async close(): Promise<void> {
    await this.streams.close();
    await this.pool.close();
  }
}

const lost = (cause: unknown): Failure =>
  new Failure('SPEECH_STREAM_LOST', 'moonshine could not transcribe the audio', { retryable: true, cause });
