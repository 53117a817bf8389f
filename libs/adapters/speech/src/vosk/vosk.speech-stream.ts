import { msToSamples, samplesToMs } from '@earshot/domain';
import type { Failure, SpeechStreamOptions } from '@earshot/ports';
import { EngineStream } from '../engine-stream.js';
import type { ServiceSocket } from '../service-socket.js';
import { toBytes } from '../to-bytes.js';
import { normalizeVosk, type VoskAnswer } from './normalize-vosk.js';
import { voskFailures } from './vosk-failure.js';
import { VoskTranscript } from './vosk-transcript.js';

/** Each message has an answer, so smaller ones would cost more than they carry. */
const FRAME_MS = 200;
/** Audio that may be without an answer before `write` waits. */
const MAX_AHEAD_MS = 10_000;
const MAX_WAITING_BYTES = 256_000;
/** The server compares the text, with its spaces. */
const END_OF_AUDIO = '{"eof" : 1}';

/**
 * One track in a stream of vosk-server, which answers each message once, in order.
 * https://github.com/alphacep/vosk-server/blob/master/websocket/asr_server.py
 */
export class VoskSpeechStream extends EngineStream {
  private readonly transcript: VoskTranscript;
  private rest: Int16Array = new Int16Array(0);
  /** Lengths of the messages that wait for their answer. */
  private readonly unanswered: number[] = [];
  private sentSamples = 0;
  private processedSamples = 0;
  private isEndSent = false;
  private isEndAnswered = false;

  constructor(
    options: SpeechStreamOptions,
    private readonly socket: ServiceSocket,
  ) {
    super(options);
    this.transcript = new VoskTranscript((result) => !this.isClosed && options.onResult(result));
    socket.listen({
      onMessage: (text) => this.receive(text),
      onClose: (failure) => !this.isEndAnswered && this.fail(failure),
    });
    const config = { sample_rate: options.sampleRateHz, words: true, max_alternatives: 0 };
    socket.sendText(JSON.stringify({ config }));
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
  }

  protected isFull(): boolean {
    const aheadMs = this.msOf(this.sentSamples - this.processedSamples);
    return this.socket.waitingBytes > MAX_WAITING_BYTES || aheadMs > MAX_AHEAD_MS;
  }

  protected async drain(): Promise<void> {
    if (this.rest.length > 0) this.send(this.rest);
    this.rest = new Int16Array(0);
    this.isEndSent = true;
    this.socket.sendText(END_OF_AUDIO);
    await this.waitWhile(() => !this.isEndAnswered);
  }

  protected release(): void {
    this.socket.terminate();
  }

  private send(samples: Int16Array): void {
    this.unanswered.push(samples.length);
    this.sentSamples += samples.length;
    this.socket.sendAudio(toBytes(samples), () => this.wakeWaiting());
  }

  private receive(text: string): void {
    if (this.isClosed) return;
    try {
      this.takeAnswer(normalizeVosk(text));
    } catch (error) {
      this.fail(error as Failure);
    }
    this.wakeWaiting();
  }

  private takeAnswer(answer: VoskAnswer): void {
    const samples = this.unanswered.shift();
    if (samples === undefined) this.takeEnd(answer);
    else this.processedSamples += samples;
    this.transcript.addAnswer(answer, this.msOf(this.processedSamples));
    this.emitCovered(this.transcript.coveredMs);
  }

  /** The answer to the end of the audio is a final. */
  private takeEnd(answer: VoskAnswer): void {
    if (!this.isEndSent || this.isEndAnswered || answer.kind !== 'final')
      throw voskFailures.invalidMessage('more answers than it got messages');
    this.isEndAnswered = true;
  }

  private msOf(samples: number): number {
    return samplesToMs(samples, this.options.sampleRateHz);
  }
}
