import type {
  Result,
  StartStreamTranscriptionCommandInput,
  StartStreamTranscriptionCommandOutput,
  TranscriptResultStream,
} from '@aws-sdk/client-transcribe-streaming';
import { Failure, type Clock } from '@earshot/ports';
import { once } from 'node:events';
import { constants, type ClientHttp2Stream } from 'node:http2';
import { SignedAudio } from './signed-audio.js';
import type { TranscribeClient } from './transcribe-client.js';
import { toTranscribeFailure } from './transcribe-error.js';

export interface ExchangeListener {
  /** The service sent an event, perhaps without results. */
  onResults(results: readonly Result[], language: string | undefined): void;
  /** The connection takes audio again. */
  onRoom(): void;
  /** No more results come: null after the end of the audio, else why. */
  onEnd(failure: Failure | null): void;
}

const OPEN_LIMIT_MS = 10_000;

/** One request to Amazon Transcribe: audio up, results down, at the same time. */
export class TranscribeExchange {
  private readonly audio: SignedAudio;
  private readonly abortion = new AbortController();
  /** How the service ended its side of the HTTP/2 stream; null while it has not. */
  private responseEnd: 'after-audio' | 'early' | 'broken' | null = null;
  private isAudioEnded = false;
  private isOver = false;

  constructor(
    private readonly client: TranscribeClient,
    private readonly clock: Clock,
    private readonly listener: ExchangeListener,
  ) {
    this.audio = new SignedAudio(() => !this.isOver && !this.isAudioEnded && listener.onRoom());
    this.audio.once('accepted', (response: ClientHttp2Stream) =>
      // Before the listener of the SDK, which destroys the connection and with that changes what the stream says.
      response.prependListener('end', () => {
        const isBroken = response.rstCode !== constants.NGHTTP2_NO_ERROR;
        this.responseEnd = isBroken ? 'broken' : response.writableFinished ? 'after-audio' : 'early';
      }),
    );
    // The exchange reports its end by its results.
    this.audio.on('error', () => {});
  }

  get isFull(): boolean {
    return this.audio.isFull;
  }

  /** Rejects with `Failure` when the service refuses the session or does not answer. */
  async open(request: Omit<StartStreamTranscriptionCommandInput, 'AudioStream'>): Promise<void> {
    const cancelLimit = this.clock.schedule(OPEN_LIMIT_MS, () => this.abortion.abort());
    const results = this.client.startTranscription(request, this.audio, this.abortion.signal);
    try {
      await Promise.race([once(this.audio, 'accepted'), results]);
      if (this.isOver) throw new Failure('SPEECH_STREAM_CLOSED', 'the session was closed while it opened');
    } catch (error) {
      const isLate = this.abortion.signal.aborted && !this.isOver;
      this.isOver = true;
      this.audio.destroy();
      results.catch(() => {});
      throw isLate ? noAnswer() : toTranscribeFailure(error, false);
    } finally {
      cancelLimit();
    }
    void this.readResults(results);
  }

  sendAudio(samples: Buffer): void {
    this.audio.sendAudio(samples);
  }

  /** The service gives its last results and ends the exchange. */
  endAudio(): void {
    this.isAudioEnded = true;
    this.audio.endAudio();
  }

  abort(): void {
    this.isOver = true;
    this.abortion.abort();
    this.audio.destroy();
  }

  private async readResults(answer: Promise<StartStreamTranscriptionCommandOutput>): Promise<void> {
    try {
      const { TranscriptResultStream: events = noEvents(), LanguageCode: language } = await answer;
      for await (const { TranscriptEvent } of events) {
        if (this.isOver) return;
        this.listener.onResults(TranscriptEvent?.Transcript?.Results ?? [], language);
      }
      // The SDK reports no error when the connection breaks, or when the results end while audio is still coming.
      if (this.responseEnd === 'after-audio') this.finish(null);
      else this.finish(this.responseEnd === 'early' ? closedEarly() : broken());
    } catch (error) {
      this.finish(toTranscribeFailure(error, true));
    }
  }

  private finish(failure: Failure | null): void {
    if (this.isOver) return;
    this.isOver = true;
    this.abortion.abort();
    this.audio.destroy();
    this.listener.onEnd(failure);
  }
}

async function* noEvents(): AsyncGenerator<TranscriptResultStream> {}

const noAnswer = () =>
  new Failure('SPEECH_STREAM_LOST', `Amazon Transcribe did not open the session within ${OPEN_LIMIT_MS} ms`, {
    retryable: true,
  });

const broken = () =>
  new Failure('SPEECH_STREAM_LOST', 'the connection to Amazon Transcribe broke', { retryable: true });

const closedEarly = () =>
  new Failure('SPEECH_STREAM_CLOSED', 'Amazon Transcribe ended the results before the audio', { retryable: true });
