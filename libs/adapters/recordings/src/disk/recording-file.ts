import type { RecordingFormat } from '@earshot/ports';

/** A stored recording as it was when its file was opened. */
export interface RecordingFile {
  readonly format: RecordingFormat;
  /** Bytes of whole sample frames. */
  readonly dataBytes: number;
  /** Audio bytes `from` to `to` (exclusive). The file must stay open meanwhile. */
  readData(from: number, to: number): AsyncIterable<Uint8Array>;
}
