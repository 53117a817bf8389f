import { silenceByte } from '@earshot/domain';
import { Failure, type RecordingFormat, type RecordingWriter } from '@earshot/ports';
import { readSync, write } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { ioFailure } from './io-failure.js';
import { frameBytesOf, requireFillable, requireWholeSamples } from '../sample-format.js';
import { BLOCK_BYTES, BLOCK_PLAIN_BYTES, sealBlocks, statedBytes, type BlockCipher } from '../sealed/block-cipher.js';
import { encodeSealedHeader } from '../sealed/sealed-header.js';
import { offsetOfBlock } from './sealed-file.js';

const SILENCE_CHUNK_BYTES = 65_536;
/** Readers measure the file. The header tells them how much must be there at least. */
const HEADER_EVERY_SECONDS = 10;

export interface DiskRecordingStart {
  /** End of the stored audio. */
  readonly dataBytes: number;
  /** The audio of the block that is not full. */
  readonly openBlock: Uint8Array;
}

/**
 * Writes sealed blocks by position and never shortens the file. The next attempt overwrites a write that failed halfway. A
 * replaced writer that has not noticed yet writes the same audio as its successor, and never less of a block than is there.
 */
export class DiskRecordingWriter implements RecordingWriter {
  private readonly frameBytes: number;
  private dataBytes: number;
  private openBlock: Uint8Array;
  private headerAt: number;
  private last: Promise<void> = Promise.resolve();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly handle: FileHandle,
    private readonly cipher: BlockCipher,
    readonly format: RecordingFormat,
    { dataBytes, openBlock }: DiskRecordingStart,
    private readonly onClosed: () => void,
  ) {
    this.frameBytes = frameBytesOf(format);
    this.dataBytes = dataBytes;
    this.openBlock = openBlock;
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
      await this.addAudio(samples);
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
    // A failure is harmless: `finish` writes the header again.
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
    const chunkBytes = SILENCE_CHUNK_BYTES - (SILENCE_CHUNK_BYTES % this.frameBytes);
    const silence = new Uint8Array(Math.min(chunkBytes, untilBytes - this.dataBytes)).fill(
      silenceByte(this.format.codec),
    );
    while (this.dataBytes < untilBytes)
      await this.addAudio(silence.subarray(0, Math.min(silence.length, untilBytes - this.dataBytes)));
  }

  private async addAudio(samples: Uint8Array): Promise<void> {
    if (samples.length === 0) return;
    const firstIndex = Math.floor(this.dataBytes / BLOCK_PLAIN_BYTES);
    const audio = Buffer.concat([this.openBlock, samples]);
    const lastBytes = audio.length % BLOCK_PLAIN_BYTES;
    const fullBytes = audio.length - lastBytes;
    const lastIndex = firstIndex + fullBytes / BLOCK_PLAIN_BYTES;
    const isStored = lastBytes > 0 && this.isLongerStored(lastIndex, lastBytes);
    const sealed = sealBlocks(this.cipher, firstIndex, isStored ? audio.subarray(0, fullBytes) : audio);
    await this.write(sealed, offsetOfBlock(firstIndex));
    this.dataBytes += samples.length;
    this.openBlock = Uint8Array.from(audio.subarray(fullBytes));
  }

  /** Whether another writer of the call stored this block and more of it. */
  private isLongerStored(index: number, plainBytes: number): boolean {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    // In memory, because it was just written. Waiting for a thread would cost more than sealing the audio.
    const bytesRead = readSync(this.handle.fd, block, 0, block.length, offsetOfBlock(index));
    const stored = block.subarray(0, bytesRead);
    return statedBytes(stored) > plainBytes && this.cipher.open(index, stored) !== null;
  }

  private async refreshHeader(whenGrownBy: number): Promise<void> {
    if (this.dataBytes - this.headerAt < whenGrownBy) return;
    const { format, dataBytes } = this;
    await this.write(encodeSealedHeader(this.cipher, { format, dataBytes }), 0);
    this.headerAt = this.dataBytes;
  }

  /** Uses the callback of `write`: with a thousand calls the promise of `FileHandle.write` costs as much as the write. */
  private write(bytes: Uint8Array, position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = (offset: number): void =>
        write(this.handle.fd, bytes, offset, bytes.length - offset, position + offset, (error, written) => {
          if (error) reject(error);
          else if (offset + written < bytes.length) step(offset + written);
          else resolve();
        });
      if (bytes.length === 0) resolve();
      else step(0);
    });
  }
}
