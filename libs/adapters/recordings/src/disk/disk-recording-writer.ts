import { silenceByte, wavHeader, wavHeaderBytes } from '@earshot/domain';
import { Failure, type RecordingFormat, type RecordingWriter } from '@earshot/ports';
import { write } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { ioFailure } from './io-failure.js';
import { frameBytesOf, requireFillable, requireWholeSamples, wholeFrames } from '../sample-format.js';

const SILENCE_CHUNK_BYTES = 65_536;
/** Readers use the size of the file, not its header. Writing the header takes two more steps than writing audio. */
const HEADER_EVERY_SECONDS = 10;

/**
 * Writes by position and never shortens the file. The next attempt overwrites a write that failed halfway. A replaced
 * writer that has not noticed yet writes the same bytes as its successor. A writer refreshes the header every ten
 * seconds of audio.
 */
export class DiskRecordingWriter implements RecordingWriter {
  private readonly headerBytes: number;
  private readonly frameBytes: number;
  private headerAt: number;
  private last: Promise<void> = Promise.resolve();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly handle: FileHandle,
    readonly format: RecordingFormat,
    private dataBytes: number,
    private readonly onClosed: () => void,
  ) {
    this.headerBytes = wavHeaderBytes(format);
    this.frameBytes = frameBytesOf(format);
    this.headerAt = dataBytes;
  }

  get positionSample(): number {
    return this.dataBytes / this.frameBytes;
  }

  /** The operating system has the bytes, so they outlive the process. */
  get durableSample(): number {
    return this.positionSample;
  }

  append(samples: Uint8Array): Promise<void> {
    return this.inOrder(async () => {
      requireWholeSamples(samples, this.format);
      await this.write(samples, this.headerBytes + this.dataBytes);
      this.dataBytes += samples.length;
      await this.refreshHeader(HEADER_EVERY_SECONDS * this.format.sampleRateHz * this.frameBytes);
    });
  }

  silenceUntil(positionSample: number): Promise<void> {
    return this.inOrder(async () => {
      const missing = positionSample - this.positionSample;
      requireFillable(missing, this.format);
      if (missing > 0) await this.fill(positionSample * this.frameBytes);
      await this.refreshHeader(HEADER_EVERY_SECONDS * this.format.sampleRateHz * this.frameBytes);
    });
  }

  close(): Promise<void> {
    // A failure is harmless: readers use the size of the file, and `finish` writes the header again.
    return this.end(() => this.refreshHeader(1).catch(() => undefined));
  }

  abandon(): Promise<void> {
    return this.end(async () => undefined);
  }

  /** Closes the descriptor after the last write, because its number may belong to another file at once. */
  private end(lastStep: () => Promise<void>): Promise<void> {
    this.closing ??= this.last
      .then(lastStep)
      .finally(() => this.handle.close())
      .catch((error: unknown) => Promise.reject(ioFailure('closing', error)))
      .finally(this.onClosed);
    return this.closing;
  }

  private inOrder(step: () => Promise<void>): Promise<void> {
    if (this.closing) return Promise.reject(new Failure('RECORDING_CLOSED', 'The recording is closed.'));
    const done = this.last.then(step).catch((error: unknown) => Promise.reject(ioFailure('writing', error)));
    this.last = done.catch(() => undefined);
    return done;
  }

  private async fill(untilBytes: number): Promise<void> {
    const silence = silenceByte(this.format.codec);
    if (silence === 0) {
      // Two frames are enough: the file system reads the hole between them as zeros. The first overwrites a frame that a crash cut.
      const frame = new Uint8Array(this.frameBytes);
      await this.write(frame, this.headerBytes + this.dataBytes);
      await this.write(frame, this.headerBytes + untilBytes - this.frameBytes);
      this.dataBytes = untilBytes;
      return;
    }
    const chunkBytes = SILENCE_CHUNK_BYTES - (SILENCE_CHUNK_BYTES % this.frameBytes);
    const chunk = new Uint8Array(Math.min(chunkBytes, untilBytes - this.dataBytes)).fill(silence);
    while (this.dataBytes < untilBytes) {
      const piece = chunk.subarray(0, Math.min(chunk.length, untilBytes - this.dataBytes));
      await this.write(piece, this.headerBytes + this.dataBytes);
      this.dataBytes += piece.length;
    }
  }

  private async refreshHeader(whenGrownBy: number): Promise<void> {
    if (this.dataBytes - this.headerAt < whenGrownBy) return;
    // The file may be longer than this writer knows, if another writer has the call.
    await this.write(
      wavHeader(this.format, wholeFrames((await this.handle.stat()).size - this.headerBytes, this.format)),
      0,
    );
    this.headerAt = this.dataBytes;
  }

  /**
   * Uses the callback of `write`: with a thousand calls the promise of `FileHandle.write` costs as much as the write.
   */
  private write(bytes: Uint8Array, position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = (offset: number): void =>
        write(this.handle.fd, bytes, offset, bytes.length - offset, position + offset, (error, written) => {
          if (error) reject(error);
          else if (offset + written < bytes.length) step(offset + written);
          else resolve();
        });
      step(0);
    });
  }
}
