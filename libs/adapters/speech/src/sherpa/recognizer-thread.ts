import { Failure } from '@earshot/ports';
import { Worker } from 'node:worker_threads';
import type { RecognizerReply, RecognizerRequest, RecognizerSetup, StreamReply } from './recognizer-protocol.js';

/** A stream, as its thread sees it. */
export interface ThreadStream {
  handleReply(reply: StreamReply): void;
  handleLoss(error: Failure): void;
}

/** One worker thread with its own recogniser. `onLost` runs once if the thread ends without `close`. */
export class RecognizerThread {
  private readonly worker: Worker;
  private readonly streams = new Map<number, ThreadStream>();
  private lastId = 0;
  private isLost = false;
  /** Resolves when the model is loaded; rejects with `Failure` `SPEECH_ENGINE_CRASHED` if loading fails. */
  readonly ready: Promise<void>;

  constructor(workerUrl: URL, setup: RecognizerSetup, onLost: (thread: RecognizerThread) => void) {
    this.worker = new Worker(workerUrl, { workerData: setup });
    this.ready = new Promise((resolve, reject) => {
      const lose = (cause?: unknown) => {
        if (this.isLost) return;
        this.isLost = true;
        const failure = new Failure('SPEECH_ENGINE_CRASHED', 'a recogniser thread ended unexpectedly', {
          retryable: true,
          cause,
        });
        reject(failure);
        for (const stream of this.streams.values()) stream.handleLoss(failure);
        this.streams.clear();
        onLost(this);
      };
      this.worker.on('error', lose);
      this.worker.on('exit', () => lose());
      this.worker.on('message', (reply: RecognizerReply) => {
        if (reply.kind === 'ready') resolve();
        else this.streams.get(reply.id)?.handleReply(reply);
      });
    });
    // Nobody may await `ready` when it fails; `onLost` reports the failure.
    this.ready.catch(() => undefined);
  }

  get streamCount(): number {
    return this.streams.size;
  }

  /** Adds a stream. Its replies end with `ended`, with `handleLoss` or with `remove`. */
  add(stream: ThreadStream): number {
    const id = (this.lastId += 1);
    this.streams.set(id, stream);
    this.send({ kind: 'open', id });
    return id;
  }

  send(request: RecognizerRequest): void {
    this.worker.postMessage(request, request.kind === 'audio' ? [request.samples.buffer as ArrayBuffer] : []);
  }

  remove(id: number): void {
    this.streams.delete(id);
  }

  async close(): Promise<void> {
    this.isLost = true;
    this.streams.clear();
    await this.worker.terminate();
  }
}
