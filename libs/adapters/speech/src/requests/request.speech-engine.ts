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
import { primaryLanguageOf } from './whisper-languages.js';
import { UtteranceRequests, type UtteranceClient } from './utterance-requests.js';

export interface RequestEngineOptions {
  /** The name that people see. It is cut to 64 characters. */
  readonly name: string;
  /** Metrics begin with it, e.g. `earshot_whisper`. */
  readonly metricsPrefix: string;
  readonly prompt: string | undefined;
  /** Whether the server finds the language. Otherwise it gets the language of the call. */
  readonly detectsLanguage: boolean;
  readonly givesPartials: boolean;
  /** Requests that are at the server at once. */
  readonly maxRequests: number;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Whether the server refuses requests in a way that the next one meets too. */
  findRefusal(): Failure | null;
  onRefused(failure: Failure): void;
}

/** Each partial is a request, and a server may take as long for a short one as for a long one. */
const PARTIAL_EVERY_SECONDS = 1;

/** A detector that the engine closes. */
export type OwnedVoiceDetector = VoiceDetector & { close(): Promise<void> };

/** Cuts calls into utterances here, and has a server with a Whisper model transcribe each of them. */
export class RequestSpeechEngine implements SpeechEngine {
  readonly name: string;
  readonly sampleRateHz = SAMPLE_RATE_HZ;
  private readonly streams: OpenStreams;
  private readonly requests: UtteranceRequests;

  constructor(
    private readonly detector: OwnedVoiceDetector,
    client: UtteranceClient,
    private readonly setup: RequestEngineOptions,
  ) {
    const { name, metricsPrefix: prefix, maxRequests, metrics, clock } = setup;
    this.name = name.slice(0, 64);
    this.requests = new UtteranceRequests(client, clock, {
      maxRequests,
      requests: metrics.counter(`${prefix}_requests_total`, 'Requests to the server.'),
      retries: metrics.counter(`${prefix}_retries_total`, 'Requests to the server that were sent again.'),
      onRefused: (failure) => setup.onRefused(failure),
    });
    const counters = {
      partials: metrics.counter(`${prefix}_partials_total`, 'Partials that the server gave.'),
      takenBackWords: metrics.counter(
        `${prefix}_taken_back_words_total`,
        'Words that two partials in a row had shown and a later partial took back.',
      ),
      rubbish: metrics.counter(
        `${prefix}_rubbish_total`,
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
    const { detectsLanguage, prompt, givesPartials } = this.setup;
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
      partialEverySeconds: PARTIAL_EVERY_SECONDS,
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
