import type { Failure, SpeechStreamOptions } from '@earshot/ports';
import { EngineStream } from '../engine-stream.js';
import type { WorkOwner } from '../fair-queue.js';
import { normalizeSherpa } from './normalize-sherpa.js';
import type { RecognizedTokens, StreamReply } from './recognizer-protocol.js';
import type { RecognizerThread, ThreadStream } from './recognizer-thread.js';

/** Audio that may wait for the thread before `write` waits. */
const MAX_PENDING_SECONDS = 2;
/** The thread gets audio in pieces of at most this length, so that the turns of the calls are short. */
const PIECE_SECONDS = 0.2;

/** One track on one thread. The event loop only passes samples to the thread and words back. */
export class SherpaSpeechStream extends EngineStream implements ThreadStream {
  readonly owner: WorkOwner;
  private readonly id: number;
  private pendingSamples = 0;
  private hasEnded = false;

  constructor(
    options: SpeechStreamOptions,
    private readonly modelLanguage: string | undefined,
    private readonly thread: RecognizerThread,
  ) {
    super(options);
    this.owner = options;
    this.id = thread.add(this);
  }

  waitsForTurn(): boolean {
    const isPending = this.pendingSamples > 0 || this.isEnding;
    return isPending && !this.isClosed && !this.thread.isWorkingOn(this.id);
  }

  handleReply(reply: StreamReply): void {
    if (this.isClosed) return;
    if (reply.kind === 'taken') this.pendingSamples -= reply.samples;
    if (reply.kind === 'covered') this.emitCovered(reply.toSeconds * 1_000);
    if (reply.kind === 'recognized') this.emitWords(reply, reply.isFinal);
    if (reply.kind === 'ended') this.hasEnded = true;
    this.wakeWaiting();
  }

  handleLoss(error: Failure): void {
    this.fail(error);
  }

  protected accept(samples: Int16Array): void {
    this.pendingSamples += samples.length;
    const pieceSamples = Math.round(PIECE_SECONDS * this.options.sampleRateHz);
    for (let at = 0; at < samples.length; at += pieceSamples) {
      // A copy, because the memory is transferred to the thread.
      this.thread.send({ kind: 'audio', id: this.id, samples: samples.slice(at, at + pieceSamples) });
    }
  }

  protected isFull(): boolean {
    return this.pendingSamples > MAX_PENDING_SECONDS * this.options.sampleRateHz;
  }

  protected async drain(): Promise<void> {
    this.thread.send({ kind: 'end', id: this.id });
    await this.waitWhile(() => !this.hasEnded);
  }

  protected release(): void {
    this.thread.remove(this.id);
  }

  private emitWords(tokens: RecognizedTokens, isFinal: boolean): void {
    const { text, words } = normalizeSherpa(tokens);
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) return;
    const { modelLanguage: language } = this;
    this.options.onResult({
      kind: 'words',
      isFinal,
      startMs: first.startMs,
      endMs: last.endMs,
      text,
      words,
      language,
    });
  }
}
