import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import type { AudioChannel } from './audio-channel.js';
import { ChannelTranscript } from './channel-transcript.js';
import type { ChannelResult } from './normalize-amazon-transcribe.js';

/** What a stream needs of its session. */
export interface StreamSession {
  /** The stream has more audio, or ends. */
  sendMore(): void;
  /** The stream is over. */
  leave(stream: TranscribeSpeechStream): void;
}

/** One track in a session. */
export class TranscribeSpeechStream implements SpeechStream {
  private readonly transcript: ChannelTranscript;
  private state: 'open' | 'ending' | 'over' = 'open';
  private failure: Failure | null = null;
  /** Writes that wait for room. */
  private waiting: (() => void)[] = [];
  private settleEnd: (failure: Failure | null) => void = () => {};

  constructor(
    readonly channel: AudioChannel,
    readonly options: SpeechStreamOptions,
    private readonly session: StreamSession,
  ) {
    this.transcript = new ChannelTranscript((result) => this.state !== 'over' && options.onResult(result));
  }

  /** No more audio comes from the track. */
  get isEnding(): boolean {
    return this.state === 'ending';
  }

  get isUtteranceOpen(): boolean {
    return this.transcript.isUtteranceOpen;
  }

  async write(samples: Int16Array): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (this.state !== 'open')
      throw new Failure('SPEECH_STREAM_CLOSED', 'audio came after the end of the speech stream');
    this.channel.add(samples);
    this.session.sendMore();
    while (this.state === 'open' && this.channel.isFull)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure !== null) throw this.failure;
  }

  async end(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (this.state !== 'open') return;
    this.state = 'ending';
    await new Promise<void>((resolve, reject) => {
      this.settleEnd = (failure) => (failure === null ? resolve() : reject(failure));
      this.session.sendMore();
    });
  }

  async abort(): Promise<void> {
    this.close(null);
    this.session.leave(this);
  }

  /** The session took audio from the queue. */
  noteRoom(): void {
    if (this.waiting.length > 0 && !this.channel.isFull) this.continueWrites();
  }

  addResult(result: ChannelResult, toSessionSample: (ms: number) => number): void {
    if (this.channel.beginsAfter(toSessionSample(result.endMs))) return;
    const place = (ms: number) => this.placeMs(toSessionSample(ms));
    const { insights } = result;
    this.transcript.addResult({
      ...result,
      startMs: place(result.startMs),
      endMs: place(result.endMs),
      words: result.words.map((word) => ({ ...word, startMs: place(word.startMs), endMs: place(word.endMs) })),
      ...(insights !== undefined && {
        insights: {
          ...insights,
          issues: insights.issues?.map((issue) => ({
            ...issue,
            startMs: place(issue.startMs),
            endMs: place(issue.endMs),
          })),
        },
      }),
    });
  }

  /** A rule of the service matched words of this track. */
  addCategory(
    match: { readonly category: string; readonly isAlert: boolean },
    fromSample: number,
    toSample: number,
  ): void {
    if (this.state === 'over' || this.channel.beginsAfter(toSample)) return;
    const startMs = this.placeMs(fromSample);
    this.options.onResult({ kind: 'category', ...match, startMs, endMs: Math.max(startMs, this.placeMs(toSample)) });
  }

  private placeMs(sessionSample: number): number {
    return Math.min(this.channel.sentMs, this.channel.toStreamMs(sessionSample));
  }

  /** The service gave every result that begins before a sample of the session. */
  settleUntil(sessionSample: number): void {
    const settledMs = Math.min(this.channel.sentMs, this.channel.toStreamMs(sessionSample));
    this.transcript.coverUntil(settledMs);
    const isDone = this.channel.queued === 0 && settledMs >= this.channel.sentMs && !this.isUtteranceOpen;
    if (this.isEnding && isDone) this.finish();
  }

  /** The service gave every result of the audio that was sent. More audio follows in another request. */
  finishSent(): void {
    if (this.isUtteranceOpen) return this.fail(missingFinal());
    this.transcript.coverUntil(this.channel.sentMs, 0);
  }

  /** The service gave every result. */
  finish(): void {
    if (this.state === 'over') return;
    // The service closed without an error although words are missing.
    if (this.isUtteranceOpen) return this.fail(missingFinal());
    this.transcript.coverUntil(this.channel.writtenMs, 0);
    this.close(null);
    this.session.leave(this);
  }

  fail(failure: Failure): void {
    if (this.state === 'over') return;
    this.failure = failure;
    this.close(failure);
    this.session.leave(this);
    this.options.onFailure(failure);
  }

  private close(failure: Failure | null): void {
    this.state = 'over';
    this.continueWrites();
    this.settleEnd(failure);
  }

  private continueWrites(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

const missingFinal = () =>
  new Failure('SPEECH_STREAM_CLOSED', 'Amazon Transcribe closed without the final of an utterance', {
    retryable: true,
  });
