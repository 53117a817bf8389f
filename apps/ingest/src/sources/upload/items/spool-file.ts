import { createCipheriv, createDecipheriv } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const CIPHER = 'aes-256-ctr';
const BLOCK_BYTES = 16;
const READ_BYTES = 65_536;

/** More bytes came than were announced or allowed. */
export class TooManyBytes extends Error {}

/**
 * A file of a sender that waits to become a call. It is encrypted with a key of its own, in a mode that can go on at any byte: a
 * client may send a file in parts. Nobody else can read it, and it is gone when the key is.
 */
export class SpoolFile {
  constructor(
    private readonly path: string,
    private readonly key: Uint8Array,
  ) {}

  async measureBytes(): Promise<number> {
    try {
      return (await stat(this.path)).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  }

  /**
   * Appends at `offset`, the end of the file. What came before a lost connection stays. Rejects with `TooManyBytes` beyond `maxBytes` of the
   * whole file, and as `bytes` and the disk do.
   */
  async append(
    bytes: Readable,
    offset: number,
    maxBytes: number,
    onLength: (lengthBytes: number) => void,
  ): Promise<void> {
    let length = offset;
    const cipher = createCipheriv(CIPHER, this.key, counterAt(offset));
    cipher.update(new Uint8Array(offset % BLOCK_BYTES));
    const encrypt = new Transform({
      transform: (piece: Buffer, _, done) => {
        length += piece.length;
        if (length > maxBytes) return done(new TooManyBytes());
        onLength(length);
        done(null, cipher.update(piece));
      },
    });
    await pipeline(bytes, encrypt, createWriteStream(this.path, { flags: 'a', mode: 0o600 }));
  }

  /** The whole file from its beginning. Rejects if the disk fails. */
  async *read(): AsyncGenerator<Uint8Array> {
    const decipher = createDecipheriv(CIPHER, this.key, counterAt(0));
    for await (const piece of createReadStream(this.path, { highWaterMark: READ_BYTES }))
      yield decipher.update(piece as Buffer);
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

/** The counter of the block that holds this byte. The key is used for one file, so counting may begin at 0. */
function counterAt(offset: number): Uint8Array {
  const counter = Buffer.alloc(BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt(Math.floor(offset / BLOCK_BYTES)), 8);
  return counter;
}
