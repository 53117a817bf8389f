import type { FileHandle } from 'node:fs/promises';
import { frameBytesOf } from '../sample-format.js';
import type { BlockCipher } from '../sealed/block-cipher.js';
import { encodeSealedHeader } from '../sealed/sealed-header.js';
import { DiskRecordingWriter } from './disk-recording-writer.js';
import type { PlainFile } from './plain-file.js';

const PIECE_BYTES = 65_536;

/** Writes the recording of an earlier version, sealed, into an empty file. Closes `target`, also when it rejects. */
export async function sealPlainFile(plain: PlainFile, target: FileHandle, cipher: BlockCipher): Promise<void> {
  const { format, dataBytes } = plain;
  const empty = { dataBytes: 0, openBlock: new Uint8Array(0) };
  const writer = new DiskRecordingWriter(target, cipher, format, empty, () => undefined);
  const stepBytes = PIECE_BYTES - (PIECE_BYTES % frameBytesOf(format));
  try {
    await target.write(encodeSealedHeader(cipher, { format, dataBytes: 0 }), 0, undefined, 0);
    for (let at = 0; at < dataBytes; at += stepBytes) {
      const pieces: Uint8Array[] = [];
      for await (const piece of plain.readData(at, Math.min(at + stepBytes, dataBytes))) pieces.push(piece);
      await writer.append(Buffer.concat(pieces));
    }
    // The file is about to replace the only copy of the recording.
    await target.write(encodeSealedHeader(cipher, { format, dataBytes }), 0, undefined, 0);
    await target.sync();
  } finally {
    await writer.abandon();
  }
}
