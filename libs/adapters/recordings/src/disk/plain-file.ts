import type { RecordingFormat } from '@earshot/ports';
import type { FileHandle } from 'node:fs/promises';
import { readWavFile, type WavFileState } from './wav-file.js';
import type { RecordingFile } from './recording-file.js';

/** The recording of an earlier version: a WAV file that is not sealed. */
export class PlainFile implements RecordingFile {
  readonly format: RecordingFormat;
  readonly dataBytes: number;

  private constructor(
    private readonly handle: FileHandle,
    private readonly state: WavFileState,
  ) {
    this.format = state.format;
    this.dataBytes = state.dataBytes;
  }

  static async open(handle: FileHandle): Promise<PlainFile | null> {
    const state = await readWavFile(handle);
    return state && new PlainFile(handle, state);
  }

  async *readData(from: number, to: number): AsyncGenerator<Uint8Array> {
    if (from >= to) return;
    const { dataOffset } = this.state;
    yield* this.handle.createReadStream({
      start: dataOffset + from,
      end: dataOffset + to - 1,
      autoClose: false,
    }) as AsyncIterable<Buffer>;
  }
}
