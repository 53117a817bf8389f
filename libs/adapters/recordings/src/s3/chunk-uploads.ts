import { backoffMs } from '@earshot/domain';
import { Failure, pause, type Clock } from '@earshot/ports';
import type { BufferedBytes } from './buffered-bytes.js';

/** A complete chunk that waits for its upload. */
export interface WaitingChunk {
  readonly key: string;
  readonly body: Uint8Array;
  readonly toSample: number;
}

export interface ChunkUploadsOptions {
  put(key: string, body: Uint8Array, signal: AbortSignal): Promise<void>;
  readonly buffered: BufferedBytes;
  readonly clock: Clock;
  /** Called when everything up to `toSample` is stored. */
  onStored(toSample: number): void;
}

/** Most chunks of one call that wait for upload. They bridge an outage of the store. */
const MAX_WAITING = 6;
/** After this long without progress a caller gets a retryable failure, so that no call hangs with its store. */
const PATIENCE_MS = 10_000;
const RETRY_PAUSES = { firstMs: 500, maxMs: 10_000 };

/** Uploads the chunks of one call one after the other, so that the stored audio has no hole. Retries until it succeeds or is stopped. */
export class ChunkUploads {
  private readonly waiting: WaitingChunk[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private failure: Failure | undefined;
  private failuresInARow = 0;
  private readonly changed = new Set<() => void>();

  constructor(private readonly options: ChunkUploadsOptions) {}

  add(chunk: WaitingChunk): void {
    this.waiting.push(chunk);
    this.running ??= this.run();
  }

  /** Resolves when another chunk may be added. Rejects with a retryable `Failure` when that takes too long. */
  async waitForRoom(): Promise<void> {
    const { buffered } = this.options;
    await this.waitUntil(() => this.waiting.length < MAX_WAITING && !buffered.isFull);
    if (this.stopping.signal.aborted) throw new Failure('RECORDING_CLOSED', 'The recording is closed.');
  }

  /** Resolves when every chunk is stored or discarded. Rejects with a retryable `Failure` after too long without progress. */
  async waitUntilStored(): Promise<void> {
    for (let left = this.waiting.length; left > 0; left = this.waiting.length) {
      await this.waitUntil(() => this.waiting.length < left);
    }
  }

  /** Discards the chunks that are not stored. Resolves when no upload is running. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    for (const { body } of this.waiting.splice(0)) this.options.buffered.remove(body.length);
  }

  private async run(): Promise<void> {
    // `running` must be set before this function ends.
    await Promise.resolve();
    for (let chunk = this.waiting[0]; chunk !== undefined && !this.stopping.signal.aborted; chunk = this.waiting[0]) {
      await this.store(chunk);
    }
    // No await since the last check of `waiting`, so a chunk that is added now starts the next run.
    this.running = undefined;
  }

  private async store(chunk: WaitingChunk): Promise<void> {
    const { put, buffered, onStored } = this.options;
    try {
      await put(chunk.key, chunk.body, this.stopping.signal);
    } catch (error) {
      return this.pauseAfter(error);
    }
    this.failure = undefined;
    this.failuresInARow = 0;
    this.waiting.shift();
    buffered.remove(chunk.body.length);
    onStored(chunk.toSample);
    this.wake();
  }

  private async pauseAfter(error: unknown): Promise<void> {
    this.failure = error instanceof Failure ? error : tooSlow(error);
    this.failuresInARow += 1;
    await pause(this.options.clock, backoffMs(this.failuresInARow, RETRY_PAUSES), this.stopping.signal);
  }

  /** Also resolves when the uploads are stopped. */
  private async waitUntil(holds: () => boolean): Promise<void> {
    let isLate = false;
    const cancel = this.options.clock.schedule(PATIENCE_MS, () => {
      isLate = true;
      this.wake();
    });
    const stopListening = this.options.buffered.onShrink(() => this.wake());
    try {
      while (!holds() && !this.stopping.signal.aborted) {
        if (isLate) throw this.failure ?? tooSlow(undefined);
        await new Promise<void>((resolve) => this.changed.add(resolve));
      }
    } finally {
      cancel();
      stopListening();
    }
  }

  private wake(): void {
    for (const resolve of this.changed) resolve();
    this.changed.clear();
  }
}

const tooSlow = (cause: unknown): Failure =>
  new Failure('RECORDING_IO_FAILED', 'Recording: the object store takes audio more slowly than it arrives.', {
    retryable: true,
    cause,
  });
