import type { RecordingFormat } from '@earshot/ports';
import type { FileHandle } from 'node:fs/promises';
import { wholeFrames } from '../sample-format.js';
import { BLOCK_BYTES, BLOCK_PLAIN_BYTES, type BlockCipher } from '../sealed/block-cipher.js';
import {
  decodeSealedHeader,
  SEALED_DATA_OFFSET,
  sealedPartDamaged,
  type SealedHeader,
} from '../sealed/sealed-header.js';
import type { RecordingFile } from './recording-file.js';

const BLOCKS_PER_READ = 16;
/** A block that grows may be read while it is written. */
const MAX_READS = 3;

export const offsetOfBlock = (index: number): number => SEALED_DATA_OFFSET + index * BLOCK_BYTES;

/** A sealed recording on disk: the header, then one block after the other, each at its place. */
export class SealedFile implements RecordingFile {
  readonly format: RecordingFormat;
  readonly dataBytes: number;

  private constructor(
    private readonly handle: FileHandle,
    readonly cipher: BlockCipher,
    readonly header: SealedHeader,
    storedBytes: number,
  ) {
    this.format = header.format;
    this.dataBytes = wholeFrames(storedBytes, header.format);
  }

  /** Throws `Failure` `RECORDING_UNREADABLE` if less is left than the header states, unless it `mayBeCut`. */
  static async open(handle: FileHandle, cipher: BlockCipher, start: Buffer, mayBeCut: boolean): Promise<SealedFile> {
    const header = decodeSealedHeader(cipher, start);
    const storedBytes = await measureStored(handle, cipher, mayBeCut ? 0 : header.dataBytes);
    return new SealedFile(handle, cipher, header, storedBytes);
  }

  async *readData(from: number, to: number): AsyncGenerator<Uint8Array> {
    const end = Math.min(to, this.dataBytes);
    const blocks = Buffer.alloc(BLOCKS_PER_READ * BLOCK_BYTES);
    for (let at = from; at < end;) {
      const firstIndex = Math.floor(at / BLOCK_PLAIN_BYTES);
      const { bytesRead } = await this.handle.read(blocks, 0, blocks.length, offsetOfBlock(firstIndex));
      const pieces: Buffer[] = [];
      for (let index = firstIndex; index < firstIndex + BLOCKS_PER_READ && at < end; index++) {
        const place = (index - firstIndex) * BLOCK_BYTES;
        const plain = this.cipher.open(index, blocks.subarray(place, Math.min(place + BLOCK_BYTES, bytesRead)));
        const until = Math.min(end, (index + 1) * BLOCK_PLAIN_BYTES);
        pieces.push(await this.partOfBlock(index, plain, at, until));
        at = until;
      }
      yield Buffer.concat(pieces);
    }
  }

  /** The block as it is now. Throws `Failure` `RECORDING_UNREADABLE`. */
  async readBlock(index: number): Promise<Buffer> {
    const plain = await readBlock(this.handle, this.cipher, index);
    if (plain === null) throw sealedPartDamaged();
    return plain;
  }

  private async partOfBlock(index: number, plain: Buffer | null, from: number, to: number): Promise<Buffer> {
    const start = index * BLOCK_PLAIN_BYTES;
    const whole = plain !== null && plain.length >= to - start ? plain : await this.readBlock(index);
    if (whole.length < to - start) throw sealedPartDamaged();
    return whole.subarray(from - start, to - start);
  }
}

/** Null if there is no block or it does not open. */
export async function readBlock(handle: FileHandle, cipher: BlockCipher, index: number): Promise<Buffer | null> {
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let reads = 0; reads < MAX_READS; reads++) {
    const { bytesRead } = await handle.read(block, 0, block.length, offsetOfBlock(index));
    const plain = cipher.open(index, block.subarray(0, bytesRead));
    if (plain !== null || bytesRead === 0) return plain;
  }
  return null;
}

/** The audio up to the last block that opens: a write that failed may have left a cut block behind it. */
async function measureStored(handle: FileHandle, cipher: BlockCipher, leastBytes: number): Promise<number> {
  const { size } = await handle.stat();
  let index = Math.ceil((size - SEALED_DATA_OFFSET) / BLOCK_BYTES) - 1;
  for (; index >= 0 && (index + 1) * BLOCK_PLAIN_BYTES >= leastBytes; index--) {
    const plain = await readBlock(handle, cipher, index);
    if (plain === null) continue;
    const storedBytes = index * BLOCK_PLAIN_BYTES + plain.length;
    if (storedBytes < leastBytes) break;
    return storedBytes;
  }
  if (leastBytes > 0) throw sealedPartDamaged();
  return 0;
}
