import { samplesToMs, wavHeader } from '@earshot/domain';
import type { RecordingFormat, StoredRecording } from '@earshot/ports';
import { Readable } from 'node:stream';
import { frameBytesOf } from '../sample-format.js';
import type { RecordingFile } from './recording-file.js';

/** Opens the file for the time of one task. The file may have been sealed since it was found. */
export type UseRecordingFile = (task: (file: RecordingFile) => AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A recording as it was when it was found. Later audio is not part of it. */
export class StoredDiskRecording implements StoredRecording {
  readonly format: RecordingFormat;
  readonly sizeBytes: number;
  readonly durationMs: number;
  private readonly header: Uint8Array;

  constructor(
    { format, dataBytes }: Pick<RecordingFile, 'format' | 'dataBytes'>,
    readonly modifiedAtMs: number,
    private readonly useFile: UseRecordingFile,
  ) {
    this.format = format;
    this.header = wavHeader(format, dataBytes);
    this.sizeBytes = this.header.length + dataBytes;
    this.durationMs = samplesToMs(dataBytes / frameBytesOf(format), format.sampleRateHz);
  }

  read(from: number, toInclusive: number): Readable {
    return Readable.from(this.pieces(Math.max(0, from), Math.min(toInclusive + 1, this.sizeBytes)), {
      objectMode: false,
    });
  }

  private async *pieces(from: number, to: number): AsyncGenerator<Uint8Array> {
    const headerBytes = this.header.length;
    if (from < headerBytes && from < to) yield this.header.subarray(from, Math.min(to, headerBytes));
    const [dataFrom, dataTo] = [Math.max(0, from - headerBytes), to - headerBytes];
    if (dataFrom < dataTo) yield* this.useFile((file) => file.readData(dataFrom, dataTo));
  }
}
