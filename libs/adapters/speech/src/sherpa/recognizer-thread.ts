import { Failure, type Clock } from '@earshot/ports';
import { Worker } from 'node:worker_threads';
import { FairQueue, type WorkOwner } from '../fair-queue.js';
import type { RecognizerReply, RecognizerRequest, RecognizerSetup, StreamReply } from './recognizer-protocol.js';

/** A stream, as its thread sees it. */
export interface ThreadStream {
  readonly owner: WorkOwner;
  handleReply(reply: StreamReply): void;
  handleLoss(error: Failure): void;
}

interface Work {
  readonly owner: WorkOwner;
  readonly request: RecognizerRequest;
}

/** Requests that the thread has at once: one that it works on and the next one, so that it is never idle. */
const MAX_DISPATCHED = 2;
/** A piece of audio takes milliseconds. A thread without an answer for this long is replaced. */
const STUCK_AFTER_MS = 60_000;

export interface RecognizerThreadOptions {
  readonly workerUrl: URL;
  readonly setup: RecognizerSetup;
  readonly clock: Clock;
  /** Runs once if the thread ends without `close`. */
  readonly onLost: (thread: RecognizerThread) => void;
}

/** One worker thread with its own recogniser. The calls of its streams take turns. */
export class RecognizerThread {
  private readonly worker: Worker;
  private readonly streams = new Map<number, ThreadStream>();
  private readonly queue = new FairQueue<Work>();
  /** Streams of the requests that the thread has, oldest first. */
  private dispatched: number[] = [];
  private cancelStuckCheck: () => void = () => {};
  private lastId = 0;
  private isLost = false;
  /** Resolves when the model is loaded; rejects with `Failure` `SPEECH_ENGINE_CRASHED` if loading fails. */
  readonly ready: Promise<void>;

  constructor(private readonly options: RecognizerThreadOptions) {
    this.worker = new Worker(options.workerUrl, { workerData: options.setup });
    this.ready = new Promise((resolve, reject) => {
      const lose = (cause?: unknown) => {
        if (this.isLost) return;
        this.isLost = true;
        this.cancelStuckCheck();
        const failure = new Failure('SPEECH_ENGINE_CRASHED', 'a recogniser thread ended unexpectedly', {
          retryable: true,
          cause,
        });
        reject(failure);
        for (const stream of this.streams.values()) stream.handleLoss(failure);
        this.streams.clear();
        options.onLost(this);
      };
      this.worker.on('error', lose);
      this.worker.on('exit', () => lose());
      this.worker.on('message', (reply: RecognizerReply) => {
        if (reply.kind === 'ready') resolve();
        else this.handleReply(reply);
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
    this.worker.postMessage({ kind: 'open', id } satisfies RecognizerRequest);
    return id;
  }

  /** Queues audio or the end of a stream. */
  send(request: RecognizerRequest): void {
    const stream = this.streams.get(request.id);
    if (stream === undefined) return;
    this.queue.add({ owner: stream.owner, request });
    this.dispatch();
  }

  /** Whether the thread has a request of this stream. */
  isWorkingOn(id: number): boolean {
    return this.dispatched.includes(id);
  }

  /** Forgets a stream and what it queued. */
  remove(id: number): void {
    if (!this.streams.delete(id)) return;
    this.queue.remove(({ request }) => request.id === id);
    this.worker.postMessage({ kind: 'abort', id } satisfies RecognizerRequest);
  }

  async close(): Promise<void> {
    this.isLost = true;
    this.cancelStuckCheck();
    this.streams.clear();
    await this.worker.terminate();
  }

  private handleReply(reply: StreamReply): void {
    const stream = this.streams.get(reply.id);
    if (reply.kind === 'taken' || reply.kind === 'ended') {
      this.dispatched.splice(this.dispatched.indexOf(reply.id), 1);
      this.watchForReply();
      this.dispatch();
    }
    stream?.handleReply(reply);
  }

  private dispatch(): void {
    while (this.dispatched.length < MAX_DISPATCHED && !this.isLost) {
      const work = this.queue.take();
      if (work === undefined) return;
      const { request } = work;
      this.dispatched.push(request.id);
      this.worker.postMessage(request, request.kind === 'audio' ? [request.samples.buffer as ArrayBuffer] : []);
      if (this.dispatched.length === 1) this.watchForReply();
    }
  }

  /** The time that a request waits in the queue does not count. */
  private watchForReply(): void {
    this.cancelStuckCheck();
    if (this.dispatched.length === 0 || this.isLost) return;
    this.cancelStuckCheck = this.options.clock.schedule(STUCK_AFTER_MS, () => void this.worker.terminate());
  }
}
