import { samplesToMs, silenceByte, wavHeader } from '@earshot/domain';
import { Failure, type RecordingFormat, type StoredRecording } from '@earshot/ports';
import { Readable } from 'node:stream';
import { frameBytesOf } from '../sample-format.js';
import { BLOCK_BYTES, BLOCK_PLAIN_BYTES, type BlockCipher } from '../sealed/block-cipher.js';
import { cutStream, openStream } from '../sealed/block-stream.js';
import { sealedPartDamaged } from '../sealed/sealed-header.js';
import type { Piece, RecordingLayout } from './recording-layout.js';

export interface StoredS3RecordingParts {
  /** Null when the object no longer exists, or is no longer the one of `etag`. */
  get(key: string, from: number, toInclusive: number, etag?: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Opens the blocks of an object with this name. */
  findCipher(name: string): Promise<BlockCipher>;
  /** The layout as it is now. */
  readLayoutAgain(): Promise<RecordingLayout | null>;
}

const SILENCE_BYTES = 65_536;
/**
 * Chunks may be assembled and removed between a listing and a read. More listings than this mean an inconsistent store.
 */
const MAX_LISTINGS = 3;

/**
 * A recording as it was when it was found. Its bytes may have moved from chunks into a file by the time they are read.
 */
export class StoredS3Recording implements StoredRecording {
  readonly format: RecordingFormat;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly modifiedAtMs: number;
  readonly header: Uint8Array;
  private readonly frameBytes: number;

  constructor(
    private layout: RecordingLayout,
    private readonly parts: StoredS3RecordingParts,
  ) {
    const { format, totalSamples, modifiedAtMs } = layout;
    this.format = format;
    this.frameBytes = frameBytesOf(format);
    this.header = wavHeader(format, totalSamples * this.frameBytes);
    this.sizeBytes = this.header.length + totalSamples * this.frameBytes;
    this.durationMs = samplesToMs(totalSamples, format.sampleRateHz);
    this.modifiedAtMs = modifiedAtMs;
  }

  read(from: number, toInclusive: number): Readable {
    return Readable.from(this.bytes(Math.max(0, from), Math.min(toInclusive + 1, this.sizeBytes)), {
      objectMode: false,
    });
  }

  /** Bytes `from` to `to` (exclusive) of the WAV file. */
  async *bytes(from: number, to: number): AsyncGenerator<Uint8Array> {
    const headerBytes = this.header.length;
    if (from < headerBytes && from < to) yield this.header.subarray(from, Math.min(to, headerBytes));
    let at = Math.max(from, headerBytes) - headerBytes;
    const end = to - headerBytes;
    let listings = 0;
    while (at < end) {
      const piece = this.layout.pieces.find(({ toSample }) => toSample * this.frameBytes > at);
      const silentUntil = Math.min(end, piece === undefined ? end : piece.fromSample * this.frameBytes);
      yield* this.silence(silentUntil - at);
      at = Math.max(at, silentUntil);
      if (piece === undefined || at >= end) return;
      const before = at;
      for await (const bytes of this.bytesOf(piece, at, end)) {
        yield bytes;
        at += bytes.length;
      }
      if (at > before) continue;
      if ((listings += 1) > MAX_LISTINGS) throw unreadable();
      this.layout = (await this.parts.readLayoutAgain()) ?? this.layout;
    }
  }

  /** Yields nothing when the object no longer exists. */
  private async *bytesOf(piece: Piece, at: number, end: number): AsyncGenerator<Uint8Array> {
    const until = Math.min(end, piece.toSample * this.frameBytes);
    const from = piece.firstByte + at - piece.fromSample * this.frameBytes;
    const body = await this.audioOf(piece, from, from + until - at);
    if (body === null) return;
    let left = until - at;
    for await (const bytes of body) {
      left -= bytes.length;
      yield bytes;
    }
    if (left !== 0) throw piece.sealedAs === null ? unreadable() : sealedPartDamaged();
  }

  /** Audio bytes `from` to `to` (exclusive) of an object; null when it no longer exists. */
  private async audioOf(
    { key, dataOffset, sealedAs, etag }: Piece,
    from: number,
    to: number,
  ): Promise<AsyncIterable<Uint8Array> | null> {
    if (sealedAs === null) return this.parts.get(key, dataOffset + from, dataOffset + to - 1, etag);
    const cipher = await this.parts.findCipher(sealedAs);
    const firstIndex = Math.floor(from / BLOCK_PLAIN_BYTES);
    const endOffset = dataOffset + Math.ceil(to / BLOCK_PLAIN_BYTES) * BLOCK_BYTES;
    const sealed = await this.parts.get(key, dataOffset + firstIndex * BLOCK_BYTES, endOffset - 1);
    const firstByte = firstIndex * BLOCK_PLAIN_BYTES;
    return sealed && cutStream(openStream(cipher, sealed, firstIndex), from - firstByte, to - firstByte);
  }

  private *silence(count: number): Generator<Uint8Array> {
    if (count <= 0) return;
    const silent = new Uint8Array(Math.min(count, SILENCE_BYTES)).fill(silenceByte(this.format.codec));
    for (let left = count; left > 0; left -= silent.length) yield silent.subarray(0, Math.min(left, silent.length));
  }
}

const unreadable = (): Failure =>
  new Failure('RECORDING_IO_FAILED', 'Recording: reading failed, because an object differs from its listing.', {
    retryable: true,
  });
