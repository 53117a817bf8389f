import { Worker } from 'node:worker_threads';
import type { Clock } from '@earshot/ports';
import type { DecoderReply, DecoderRequest, DecoderSetup } from './decoder-protocol.js';

/** A piece takes milliseconds. A decoder without an answer for this long hangs on a hostile file. */
const STUCK_AFTER_MS = 60_000;
/** The heap of JavaScript. The memory of a decoder itself is bounded by what it decodes at once. */
const HEAP_MIB = 64;

/** A worker thread that decodes one recording. Ask it one thing at a time. */
export class DecoderThread {
  private readonly worker: Worker;
  private resolveAnswer: ((reply: DecoderReply | null) => void) | null = null;
  private isLost = false;

  private constructor(
    setup: DecoderSetup,
    private readonly clock: Clock,
  ) {
    this.worker = new Worker(new URL('./decoder.worker.mjs', import.meta.url), {
      workerData: setup,
      // The decoders print an error for each damaged frame.
      ...{ stdout: true, stderr: true },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    for (const output of [this.worker.stdout, this.worker.stderr]) output.resume();
    this.worker.on('message', (reply: DecoderReply) => this.answer(reply));
    this.worker.on('error', () => this.lose());
    this.worker.on('exit', () => this.lose());
  }

  /** Starts a thread. One that cannot start answers null. */
  static async start(setup: DecoderSetup, clock: Clock): Promise<DecoderThread> {
    const thread = new DecoderThread(setup, clock);
    await thread.awaitAnswer();
    return thread;
  }

  /** Null: the decoder crashed or hung. It answers nothing more. */
  ask(request: DecoderRequest): Promise<DecoderReply | null> {
    const answer = this.awaitAnswer();
    if (!this.isLost) this.worker.postMessage(request);
    return answer;
  }

  async close(): Promise<void> {
    this.isLost = true;
    await this.worker.terminate();
  }

  private async awaitAnswer(): Promise<DecoderReply | null> {
    if (this.isLost) return null;
    const cancelCheck = this.clock.schedule(STUCK_AFTER_MS, () => void this.worker.terminate());
    try {
      return await new Promise<DecoderReply | null>((resolve) => (this.resolveAnswer = resolve));
    } finally {
      cancelCheck();
    }
  }

  private answer(reply: DecoderReply | null): void {
    const { resolveAnswer } = this;
    this.resolveAnswer = null;
    resolveAnswer?.(reply);
  }

  private lose(): void {
    this.isLost = true;
    this.answer(null);
  }
}
