import { msToSamples, samplesToMs } from '@earshot/domain';
import type { Clock, Failure, SpeechStreamOptions } from '@earshot/ports';
import { EngineStream } from '../engine-stream.js';
import type { ServiceSocket } from '../service-socket.js';
import { toBytes } from '../to-bytes.js';
import { deepgramFailures } from './deepgram-failure.js';
import { DeepgramTranscript } from './deepgram-transcript.js';
import { normalizeDeepgram, type DeepgramMessage } from './normalize-deepgram.js';

/** Smaller messages would cost more than they carry. */
const FRAME_MS = 100;
/** Audio that may be on its way or without a result before `write` waits. */
const MAX_AHEAD_MS = 10_000;
const MAX_WAITING_BYTES = 256_000;
/** Deepgram ends a stream that gets nothing for 10 s. https://developers.deepgram.com/docs/audio-keep-alive */
const KEEP_ALIVE_MS = 4_000;
/** No audio came for this long, so the words so far become final. https://developers.deepgram.com/docs/finalize */
const FINALIZE_AFTER_MS = 2_000;

/** One track in a stream of Deepgram. */
export class DeepgramSpeechStream extends EngineStream {
  private readonly transcript: DeepgramTranscript;
  private rest: Int16Array = new Int16Array(0);
  /** End of the audio that has any result. */
  private heardMs = 0;
  private isSummaryHere = false;
  private isFinalizing = false;
  private cancelIdle: () => void = () => {};

  constructor(
    options: SpeechStreamOptions,
    private readonly connection: ServiceSocket,
    private readonly clock: Clock,
  ) {
    super(options);
    this.transcript = new DeepgramTranscript((result) => {
      if (this.isClosed) return;
      // Deepgram names languages only where it finds them itself.
      options.onResult(result.kind === 'words' ? { ...result, language: result.language ?? options.language } : result);
    });
    connection.listen({
      onMessage: (text) => this.receive(text),
      onClose: (failure) => !this.isSummaryHere && this.fail(failure),
    });
    this.waitForAudio(FINALIZE_AFTER_MS);
  }

  /** Every stream is served at once. */
  waitsForTurn(): boolean {
    return false;
  }

  protected accept(samples: Int16Array): void {
    const joined = new Int16Array(this.rest.length + samples.length);
    joined.set(this.rest);
    joined.set(samples, this.rest.length);
    const frame = Math.round(msToSamples(FRAME_MS, this.options.sampleRateHz));
    const whole = joined.length - (joined.length % frame);
    for (let at = 0; at < whole; at += frame) this.send(joined.slice(at, at + frame));
    this.rest = joined.slice(whole);
    this.isFinalizing = false;
    this.waitForAudio(FINALIZE_AFTER_MS);
  }

  protected isFull(): boolean {
    return this.connection.waitingBytes > MAX_WAITING_BYTES || this.writtenMs - this.heardMs > MAX_AHEAD_MS;
  }

  protected async drain(): Promise<void> {
    this.cancelIdle();
    this.sendRest();
    this.sendMessage('CloseStream');
    await this.waitWhile(() => !this.isSummaryHere);
    if (this.isClosed) return;
    if (this.transcript.owesFinal) this.fail(deepgramFailures.endedEarly(1_000));
    else this.transcript.endUtterance();
  }

  protected release(): void {
    this.cancelIdle();
    this.connection.terminate();
  }

  private get writtenMs(): number {
    return samplesToMs(this.writtenSamples, this.options.sampleRateHz);
  }

  private sendRest(): void {
    if (this.rest.length > 0) this.send(this.rest);
    this.rest = new Int16Array(0);
  }

  private send(samples: Int16Array): void {
    this.connection.sendAudio(toBytes(samples), () => this.wakeWaiting());
  }

  private sendMessage(type: 'KeepAlive' | 'Finalize' | 'CloseStream'): void {
    this.connection.sendText(JSON.stringify({ type }));
  }

  /** Asks for the words so far when no audio comes, then keeps the stream alive. */
  private waitForAudio(afterMs: number): void {
    this.cancelIdle();
    this.cancelIdle = this.clock.schedule(afterMs, () => {
      if (this.isFinalizing || this.writtenSamples === 0) this.sendMessage('KeepAlive');
      else {
        this.sendRest();
        this.sendMessage('Finalize');
        this.isFinalizing = true;
      }
      this.waitForAudio(KEEP_ALIVE_MS);
    });
  }

  private receive(text: string): void {
    if (this.isClosed) return;
    try {
      this.take(normalizeDeepgram(text));
    } catch (error) {
      this.fail(error as Failure);
    }
    this.wakeWaiting();
  }

  private take(message: DeepgramMessage): void {
    if (message.kind === 'utterance-end') this.transcript.notePause();
    if (message.kind === 'summary' && this.isEnding) this.isSummaryHere = true;
    if (message.kind === 'result') {
      // Frames are rounded to milliseconds.
      if (message.endMs > this.writtenMs + FRAME_MS)
        throw deepgramFailures.invalidMessage('a result for audio that it does not have');
      this.heardMs = Math.max(this.heardMs, message.endMs);
      this.transcript.addResult(message);
    }
    this.emitCovered(this.transcript.coveredMs);
  }
}
