import { Failure, type Clock } from '@earshot/ports';
import { constants, type ClientHttp2Stream } from 'node:http2';
import { EventReader, type ServiceEvent } from './event-reader.js';
import { SignedAudio } from './signed-audio.js';
import type { TranscribeClient } from './transcribe-client.js';
import type { TranscriptionRequest } from './transcription-request.js';
import { toExceptionFailure, toTranscribeFailure } from './transcribe-error.js';

export interface ExchangeListener {
  /** The service sent an event, such as `TranscriptEvent`, perhaps without results. `body` is what the service sent as JSON. */
  onEvent(eventType: string, body: unknown, language: string | undefined): void;
  /** The connection takes audio again. */
  onRoom(): void;
  /** No more results come: null after the end of the audio, else why. */
  onEnd(failure: Failure | null): void;
}

const OPEN_LIMIT_MS = 10_000;

/** One request to Amazon Transcribe: audio up, results down, at the same time. */
export class TranscribeExchange {
  private readonly audio: SignedAudio;
  private readonly reader = new EventReader();
  private readonly abortion = new AbortController();
  private language: string | undefined;
  private isAudioEnded = false;
  private isOver = false;

  constructor(
    private readonly client: TranscribeClient,
    private readonly clock: Clock,
    private readonly listener: ExchangeListener,
  ) {
    this.audio = new SignedAudio(() => !this.isOver && !this.isAudioEnded && listener.onRoom());
    // The exchange reports its end by its results.
    this.audio.on('error', () => {});
  }

  get isFull(): boolean {
    return this.audio.isFull;
  }

  /** Rejects with `Failure` when the service refuses the session or does not answer. */
  async open(request: TranscriptionRequest): Promise<void> {
    const cancelLimit = this.clock.schedule(OPEN_LIMIT_MS, () => this.abortion.abort());
    try {
      const { stream, language } = await this.client.startTranscription(request, this.audio, this.abortion.signal);
      if (this.isOver) throw new Failure('SPEECH_STREAM_CLOSED', 'the session was closed while it opened');
      this.language = language;
      this.readEvents(stream);
    } catch (error) {
      const isLate = this.abortion.signal.aborted && !this.isOver;
      this.isOver = true;
      this.audio.destroy();
      throw isLate ? noAnswer() : toTranscribeFailure(error, false);
    } finally {
      cancelLimit();
    }
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

  private readEvents(stream: ClientHttp2Stream): void {
    if (stream.closed) return this.finish(broken());
    // Before the listener of the SDK, which destroys the connection and with that changes what the stream says.
    stream.prependListener('end', () => {
      const isBroken = stream.rstCode !== constants.NGHTTP2_NO_ERROR || this.reader.pendingBytes > 0;
      if (isBroken) this.finish(broken());
      else this.finish(stream.writableFinished ? null : closedEarly());
    });
    // A connection that breaks may end without `end`.
    stream.on('close', () => this.finish(broken()));
    stream.on('data', (bytes: Buffer) => this.receiveBytes(bytes));
  }

  private receiveBytes(bytes: Buffer): void {
    try {
      for (const event of this.reader.read(bytes)) if (!this.isOver) this.receiveEvent(event);
    } catch (error) {
      this.finish(toTranscribeFailure(error, true));
    }
  }

  private receiveEvent({ eventType, exceptionType, body }: ServiceEvent): void {
    if (exceptionType !== null) return this.finish(toExceptionFailure(exceptionType));
    if (eventType !== null) this.listener.onEvent(eventType, JSON.parse(body.toString()), this.language);
  }

  private finish(failure: Failure | null): void {
    if (this.isOver) return;
    this.isOver = true;
    this.abortion.abort();
    this.audio.destroy();
    this.listener.onEnd(failure);
  }
}

const noAnswer = () =>
  new Failure('SPEECH_STREAM_LOST', `Amazon Transcribe did not open the session within ${OPEN_LIMIT_MS} ms`, {
    retryable: true,
  });

const broken = () =>
  new Failure('SPEECH_STREAM_LOST', 'the connection to Amazon Transcribe broke', { retryable: true });

const closedEarly = () =>
  new Failure('SPEECH_STREAM_CLOSED', 'Amazon Transcribe ended the results before the audio', { retryable: true });
