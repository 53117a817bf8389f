import { silenceByte } from '@earshot/domain';
import { Failure, type Clock, type RecordingFormat, type RecordingWriter } from '@earshot/ports';
import { frameBytesOf, requireFillable, requireWholeSamples } from '../sample-format.js';
import type { BufferedBytes } from './buffered-bytes.js';
import { chunkName } from './chunk-name.js';
import { ChunkUploads } from './chunk-uploads.js';

export interface S3RecordingWriterOptions {
  readonly format: RecordingFormat;
  /** End of the stored samples. */
  readonly startSample: number;
  /** The beginning of every chunk's key, with its slash. */
  readonly folder: string;
  readonly chunkSeconds: number;
  readonly buffered: BufferedBytes;
  readonly clock: Clock;
  /** Seals the audio of a chunk with this name. */
  sealChunk(name: string, audio: Uint8Array): Uint8Array;
  put(key: string, body: Uint8Array, signal: AbortSignal): Promise<void>;
  onDurable(): void;
  onClosed(): void;
}

const MAX_CHUNK_BYTES = 5 * 1_048_576;

/** Collects the audio of a call in chunks. Uploads a chunk when it is long, large or old enough. */
export class S3RecordingWriter implements RecordingWriter {
  readonly format: RecordingFormat;
  durableSample: number;
  private readonly frameBytes: number;
  private readonly uploads: ChunkUploads;
  private filling: Uint8Array[] = [];
  private fillingBytes = 0;
  private fillingFrom: number;
  private cancelClosing: () => void = () => {};
  private last: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(private readonly options: S3RecordingWriterOptions) {
    const { format, startSample, put, buffered, clock } = options;
    this.format = format;
    this.frameBytes = frameBytesOf(format);
    this.durableSample = startSample;
    this.fillingFrom = startSample;
    this.uploads = new ChunkUploads({ put, buffered, clock, onStored: (toSample) => this.markStored(toSample) });
  }

  get positionSample(): number {
    return this.fillingFrom + this.fillingBytes / this.frameBytes;
  }

  append(samples: Uint8Array): Promise<void> {
    return this.inOrder(() => {
      requireWholeSamples(samples, this.format);
      return this.take(samples);
    });
  }

  silenceUntil(positionSample: number): Promise<void> {
    return this.inOrder(async () => {
      const missing = positionSample - this.positionSample;
      requireFillable(missing, this.format);
      if (missing <= 0) return;
      if (missing <= this.chunkSamples) {
        return this.take(new Uint8Array(missing * this.frameBytes).fill(silenceByte(this.format.codec)));
      }
      await this.waitForRoom();
      this.closeChunk();
      this.upload(positionSample, new Uint8Array(0));
    });
  }

  close(): Promise<void> {
    return this.afterLast(async () => {
      if (this.isClosed) return;
      this.closeChunk();
      await this.uploads.waitUntilStored();
      this.end();
    });
  }

  async abandon(): Promise<void> {
    if (!this.isClosed) {
      this.options.buffered.remove(this.fillingBytes);
      this.filling = [];
      this.fillingBytes = 0;
      this.end();
    }
    await this.uploads.stop();
  }

  private get chunkSamples(): number {
    return this.options.chunkSeconds * this.format.sampleRateHz;
  }

  private async take(samples: Uint8Array): Promise<void> {
    if (samples.length === 0) return;
    await this.waitForRoom();
    if (!this.fits(samples.length)) this.closeChunk();
    if (this.fillingBytes === 0) this.scheduleClosing();
    // A copy: the samples are part of a larger message, which would stay in memory with them.
    this.filling.push(Uint8Array.from(samples));
    this.fillingBytes += samples.length;
    this.options.buffered.add(samples.length);
    if (!this.fits(this.frameBytes)) this.closeChunk();
  }

  private fits(moreBytes: number): boolean {
    return this.fillingBytes + moreBytes <= Math.min(MAX_CHUNK_BYTES, this.chunkSamples * this.frameBytes);
  }

  /** When memory is full, uploads the chunk of this call first: only uploads free memory. */
  private async waitForRoom(): Promise<void> {
    if (this.options.buffered.isFull) this.closeChunk();
    await this.uploads.waitForRoom();
    if (this.isClosed) throw closed();
  }

  /** Uploads the chunk of a silent or paused call too, so that its last words become durable. */
  private scheduleClosing(): void {
    this.cancelClosing = this.options.clock.schedule(this.options.chunkSeconds * 1_000, () => this.closeChunk());
  }

  private closeChunk(): void {
    this.cancelClosing();
    if (this.fillingBytes > 0) this.upload(this.positionSample, Buffer.concat(this.filling, this.fillingBytes));
  }

  private upload(toSample: number, body: Uint8Array): void {
    const { folder, format } = this.options;
    const name = chunkName({ fromSample: this.fillingFrom, toSample, format, isSealed: true });
    const sealed = this.options.sealChunk(name, body);
    this.options.buffered.add(sealed.length - body.length);
    this.uploads.add({ key: folder + name, body: sealed, toSample });
    this.filling = [];
    this.fillingBytes = 0;
    this.fillingFrom = toSample;
  }

  private markStored(toSample: number): void {
    this.durableSample = toSample;
    if (!this.isClosed) this.options.onDurable();
  }

  private end(): void {
    this.isClosed = true;
    this.cancelClosing();
    this.options.onClosed();
  }

  private inOrder(step: () => Promise<void>): Promise<void> {
    return this.afterLast(() => (this.isClosed ? Promise.reject(closed()) : step()));
  }

  private afterLast(step: () => Promise<void>): Promise<void> {
    const done = this.last.then(step);
    this.last = done.catch(() => undefined);
    return done;
  }
}

const closed = (): Failure => new Failure('RECORDING_CLOSED', 'The recording is closed.');
