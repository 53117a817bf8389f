import {
  Failure,
  type Clock,
  type Metrics,
  type SpeechEngine,
  type SpeechStream,
  type SpeechStreamOptions,
} from '@earshot/ports';
import { SAMPLE_RATE_HZ } from '../listening/speech-windows.js';
import type { RecognizedUtterance, UtteranceRecognizer, VoiceDetector } from '../listening/utterance-recognizer.js';
import { UtteranceSpeechStream } from '../listening/utterance.speech-stream.js';
import { OpenStreams } from '../open-streams.js';
import { isPromptEcho } from './is-prompt-echo.js';
import type { WhisperClient } from './whisper-client.js';
import { primaryLanguageOf } from './whisper-languages.js';
import type { WhisperOptions } from './whisper-options.js';
import { WhisperRequests } from './whisper-requests.js';

export interface WhisperHttpEngineOptions {
  readonly options: WhisperOptions;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Whether the server refuses requests in a way that the next one meets too. */
  findRefusal(): Failure | null;
  onRefused(failure: Failure): void;
}

/** A detector that the engine closes. */
export type OwnedVoiceDetector = VoiceDetector & { close(): Promise<void> };

/** Cuts calls into utterances here, and has a Whisper server transcribe each of them. */
export class WhisperHttpSpeechEngine implements SpeechEngine {
  readonly name: string;
  readonly sampleRateHz = SAMPLE_RATE_HZ;
  private readonly streams: OpenStreams;
  private readonly requests: WhisperRequests;

  constructor(
    private readonly detector: OwnedVoiceDetector,
    client: WhisperClient,
    private readonly setup: WhisperHttpEngineOptions,
  ) {
    const { options, metrics, clock } = setup;
    this.name = `whisper-http:${options.model}`.slice(0, 64);
    this.requests = new WhisperRequests(client, clock, {
      maxRequests: options.maxRequests,
      requests: metrics.counter('earshot_whisper_requests_total', 'Requests to the Whisper server.'),
      retries: metrics.counter('earshot_whisper_retries_total', 'Requests to the Whisper server that were sent again.'),
      onRefused: (failure) => setup.onRefused(failure),
    });
    const counters = {
      partials: metrics.counter('earshot_whisper_partials_total', 'Partials that the Whisper server gave.'),
      takenBackWords: metrics.counter(
        'earshot_whisper_taken_back_words_total',
        'Words that two partials in a row had shown and a later partial took back.',
      ),
      rubbish: metrics.counter(
        'earshot_whisper_rubbish_total',
        'Utterances that were no speech by their text: loops, closing words of films, the prompt, impossibly fast or inaudible.',
      ),
    };
    const engine = { detector, counters, toFailure };
    this.streams = new OpenStreams(
      this,
      (stream) => new UtteranceSpeechStream(stream, engine, this.recognizerFor(stream.language, counters.rubbish)),
    );
  }

  /** Rejects with `Failure` `SPEECH_REQUEST_REFUSED` while the server refuses requests. */
  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    const refusal = this.setup.findRefusal();
    if (refusal !== null) throw refusal;
    return this.streams.open(options);
  }

  async close(): Promise<void> {
    await this.streams.close();
    this.requests.close();
    await this.detector.close();
  }

  private recognizerFor(language: string, rubbish: { add(): void }): UtteranceRecognizer {
    const { detectsLanguage, prompt, givesPartials } = this.setup.options;
    const wanted = detectsLanguage ? undefined : primaryLanguageOf(language);
    const check = (utterance: RecognizedUtterance | null): RecognizedUtterance => {
      if (utterance === null) return { text: '' };
      // The server names no country, so the language of the call is more exact.
      const checked = detectsLanguage ? utterance : { ...utterance, language };
      if (!isPromptEcho(utterance.text, prompt)) return checked;
      rubbish.add();
      return { text: '', language: checked.language };
    };
    return {
      givesPartials,
      decode: async (work) => check(await this.requests.transcribe(work, wanted)),
      decodePartial: async (work) => {
        const utterance = await this.requests.transcribePartial(work, wanted);
        return utterance === null ? null : check(utterance);
      },
    };
  }
}

const toFailure = (cause: unknown): Failure =>
  cause instanceof Failure
    ? cause
    : new Failure('SPEECH_STREAM_LOST', 'the audio could not be transcribed', { retryable: true, cause });
