import { samplesToMs } from '@earshot/domain';
import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import type { WorkOwner } from '../fair-queue.js';
import { normalizeSherpa } from './normalize-sherpa.js';
import type { StreamReply } from './recognizer-protocol.js';
import type { RecognizerThread, ThreadStream } from './recognizer-thread.js';

/** Audio that may wait for the thread before `write` waits. */
const MAX_PENDING_SECONDS = 2;
/** The thread gets audio in pieces of at most this length, so that the turns of the calls are short. */
const PIECE_SECONDS = 0.2;

/** One track on one thread. The event loop only passes samples to the thread and words back. */
export class SherpaSpeechStream implements SpeechStream, ThreadStream {
  readonly owner: WorkOwner;
  private readonly id: number;
  private writtenSamples = 0;
  private pendingSamples = 0;
  private coveredMs = 0;
  private closed = false;
  private failure: Failure | null = null;
  private ending: Promise<void> | null = null;
  /** Writers and enders that wait for the next reply or for the loss of the thread. */
  private waiting: (() => void)[] = [];

  constructor(
    private readonly options: SpeechStreamOptions & { readonly modelLanguage: string | undefined },
    private readonly thread: RecognizerThread,
  ) {
    this.owner = options;
    this.id = thread.add(this);
  }

  async write(samples: Int16Array): Promise<void> {
    if (this.closed || this.ending !== null) {
      throw this.failure ?? new Failure('SPEECH_STREAM_CLOSED', 'audio came after the end of the speech stream');
    }
    this.writtenSamples += samples.length;
    this.pendingSamples += samples.length;
    const pieceSamples = Math.round(PIECE_SECONDS * this.options.sampleRateHz);
    for (let at = 0; at < samples.length; at += pieceSamples) {
      // A copy, because the memory is transferred to the thread.
      this.thread.send({ kind: 'audio', id: this.id, samples: samples.slice(at, at + pieceSamples) });
    }
    while (!this.closed && this.pendingSamples > MAX_PENDING_SECONDS * this.options.sampleRateHz)
      await this.nextReply();
  }

  async end(): Promise<void> {
    this.ending ??= this.finish();
    return this.ending;
  }

  async abort(): Promise<void> {
    if (!this.closed) this.close();
  }

  waitsForTurn(): boolean {
    const isPending = this.pendingSamples > 0 || this.ending !== null;
    return isPending && !this.closed && !this.thread.isWorkingOn(this.id);
  }

  handleReply(reply: StreamReply): void {
    if (this.closed) return;
    if (reply.kind === 'taken') this.pendingSamples -= reply.samples;
    if (reply.kind === 'covered') this.emitCovered(reply.toSeconds * 1_000);
    if (reply.kind === 'recognized') {
      const { text, words } = normalizeSherpa(reply);
      const [first, last] = [words[0], words.at(-1)];
      if (first === undefined || last === undefined) return;
      this.options.onResult({
        kind: 'words',
        isFinal: reply.isFinal,
        startMs: first.startMs,
        endMs: last.endMs,
        text,
        words,
        language: this.options.modelLanguage,
      });
    }
    if (reply.kind === 'ended') {
      this.emitCovered(samplesToMs(this.writtenSamples, this.options.sampleRateHz));
      this.close();
    }
    this.wakeWaiting();
  }

  handleLoss(error: Failure): void {
    if (this.closed) return;
    this.failure = error;
    this.close();
    this.options.onFailure(error);
  }

  private async finish(): Promise<void> {
    if (!this.closed) this.thread.send({ kind: 'end', id: this.id });
    while (!this.closed) await this.nextReply();
    if (this.failure !== null) throw this.failure;
  }

  private emitCovered(toMs: number): void {
    const reachedMs = Math.min(toMs, samplesToMs(this.writtenSamples, this.options.sampleRateHz));
    if (reachedMs <= this.coveredMs) return;
    this.coveredMs = reachedMs;
    this.options.onResult({ kind: 'covered', toMs: reachedMs });
  }

  private close(): void {
    this.closed = true;
    this.thread.remove(this.id);
    this.wakeWaiting();
  }

  private nextReply(): Promise<void> {
    return new Promise((resolve) => void this.waiting.push(resolve));
  }

  private wakeWaiting(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
