import { Failure, type Clock } from '@earshot/ports';
import type { BufferedAudio } from './buffered-audio.js';

/** A sealed chunk on its way. */
export interface SealedChunk {
  readonly key: string;
  readonly body: Uint8Array;
  readonly toSample: number;
}

export interface ChunkUploadsOptions {
  put(key: string, body: Uint8Array, signal: AbortSignal): Promise<void>;
  readonly buffered: BufferedAudio;
  readonly clock: Clock;
  /** Everything up to here is stored. */
  onStored(toSample: number): void;
}

/** Chunks of one call that may wait; the store may be away for as long as they last. */
const MAX_WAITING = 6;
/** Without progress for so long a caller is told to try again: a call must not hang on a store that hangs. */
const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** The chunks of one call, stored one after the other: so what is stored has no hole. Tries until it succeeds or is stopped. */
export class ChunkUploads {
  private readonly waiting: SealedChunk[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private failure: Failure | undefined;
  private failuresInARow = 0;
  private readonly changed = new Set<() => void>();

  constructor(private readonly options: ChunkUploadsOptions) {}

  add(chunk: SealedChunk): void {
    this.waiting.push(chunk);
    this.running ??= this.run();
  }

  /** Resolves when another chunk may be made; rejects with a retryable `Failure` when that takes too long. */
  async room(): Promise<void> {
    const { buffered } = this.options;
    await this.until(() => this.waiting.length < MAX_WAITING && !buffered.isFull);
    if (this.stopping.signal.aborted) throw new Failure('RECORDING_CLOSED', 'The recording is closed.');
  }

  /** Resolves when everything is stored or let go of; rejects with a retryable `Failure` when no chunk is for too long. */
  async drained(): Promise<void> {
    for (let left = this.waiting.length; left > 0; left = this.waiting.length) {
      await this.until(() => this.waiting.length < left);
    }
  }

  /** Resolves when nothing more is under way; what is not stored is let go of. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    for (const { body } of this.waiting.splice(0)) this.options.buffered.remove(body.length);
  }

  private async run(): Promise<void> {
    // `running` has to be known before this ends.
    await Promise.resolve();
    for (let chunk = this.waiting[0]; chunk !== undefined && !this.stopping.signal.aborted; chunk = this.waiting[0]) {
      await this.store(chunk);
    }
    // In the same step as the last look at `waiting`: what comes now starts the next run.
    this.running = undefined;
  }

  private async store(chunk: SealedChunk): Promise<void> {
    const { put, buffered, onStored } = this.options;
    try {
      await put(chunk.key, chunk.body, this.stopping.signal);
    } catch (error) {
      return this.failed(error);
    }
    this.failure = undefined;
    this.failuresInARow = 0;
    this.waiting.shift();
    buffered.remove(chunk.body.length);
    onStored(chunk.toSample);
    this.wake();
  }

  private async failed(error: unknown): Promise<void> {
    this.failure = error instanceof Failure ? error : behind(error);
    this.failuresInARow += 1;
    if (!this.stopping.signal.aborted)
      await this.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.failuresInARow - 1)));
  }

  private pause(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.stopping.signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.options.clock.schedule(pauseMs, end);
      this.stopping.signal.addEventListener('abort', end);
    });
  }

  /** Also resolves when stopped. */
  private async until(holds: () => boolean): Promise<void> {
    let isLate = false;
    const cancel = this.options.clock.schedule(PATIENCE_MS, () => {
      isLate = true;
      this.wake();
    });
    const forget = this.options.buffered.onLess(() => this.wake());
    try {
      while (!holds() && !this.stopping.signal.aborted) {
        if (isLate) throw this.failure ?? behind(undefined);
        await new Promise<void>((resolve) => this.changed.add(resolve));
      }
    } finally {
      cancel();
      forget();
    }
  }

  private wake(): void {
    for (const resolve of this.changed) resolve();
    this.changed.clear();
  }
}

const behind = (cause: unknown): Failure =>
  new Failure('RECORDING_IO_FAILED', 'Recording: the object store takes audio slower than it comes.', {
    retryable: true,
    cause,
  });
