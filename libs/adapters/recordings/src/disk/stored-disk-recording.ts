import { samplesToMs, wavHeader } from '@earshot/domain';
import type { RecordingFormat, StoredRecording } from '@earshot/ports';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { frameBytesOf } from '../sample-format.js';
import type { WavFileState } from './wav-file.js';

/** A recording as it was when it was found. Later audio is not part of it. */
export class StoredDiskRecording implements StoredRecording {
  readonly format: RecordingFormat;
  readonly sizeBytes: number;
  readonly durationMs: number;
  private readonly header: Uint8Array;

  constructor(
    private readonly path: string,
    { format, dataBytes }: WavFileState,
    readonly modifiedAtMs: number,
  ) {
    this.format = format;
    this.header = wavHeader(format, dataBytes);
    this.sizeBytes = this.header.length + dataBytes;
    this.durationMs = samplesToMs(dataBytes / frameBytesOf(format), format.sampleRateHz);
  }

  read(from: number, toInclusive: number): Readable {
    return Readable.from(this.pieces(Math.max(0, from), Math.min(toInclusive, this.sizeBytes - 1)), {
      objectMode: false,
    });
  }

  private async *pieces(from: number, toInclusive: number): AsyncGenerator<Uint8Array> {
    const headerBytes = this.header.length;
    if (from < headerBytes && from <= toInclusive)
      yield this.header.subarray(from, Math.min(toInclusive + 1, headerBytes));
    if (toInclusive < headerBytes || from > toInclusive) return;
    yield* createReadStream(this.path, {
      start: Math.max(from, headerBytes),
      end: toInclusive,
    }) as AsyncIterable<Buffer>;
  }
}
