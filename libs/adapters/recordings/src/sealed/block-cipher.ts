import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { CallId } from '@earshot/contracts';

/**
 * A sealed block is one page of memory. Linux writes a page whole or not at all when a process is killed, so a block that
 * grows is written over without losing what it held.
 */
export const BLOCK_BYTES = 4_096;
const LENGTH_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = LENGTH_BYTES + IV_BYTES + TAG_BYTES;
/** Bytes of audio in a full block. */
export const BLOCK_PLAIN_BYTES = BLOCK_BYTES - HEAD_BYTES;
const INDEX_BYTES = 8;
const ALGORITHM = 'aes-256-gcm';
/** Random values are drawn for many blocks at once, because each draw costs as much as sealing a block. */
const random = Buffer.alloc(IV_BYTES * 512);
let randomAt = random.length;

/**
 * Seals the blocks of one file or object with AES-256-GCM. A block is bound to its call, its file and its place, and does not
 * open anywhere else. It holds the number of its bytes (4), the initialisation vector, the tag and the ciphertext.
 */
export class BlockCipher {
  private readonly bound: Buffer;

  /** `key`: the key of the call. `name`: of the file or object within the call. */
  constructor(
    private readonly key: Uint8Array,
    callId: CallId,
    name: string,
  ) {
    const context = Buffer.from(JSON.stringify(['recording', callId, name]));
    this.bound = Buffer.concat([context, Buffer.alloc(INDEX_BYTES + LENGTH_BYTES)]);
  }

  /** Seals at most `BLOCK_PLAIN_BYTES`. */
  seal(index: number, plain: Uint8Array): Buffer {
    const iv = drawVector();
    const block = Buffer.allocUnsafe(HEAD_BYTES + plain.length);
    const cipher = createCipheriv(ALGORITHM, this.key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(this.boundTo(index, plain.length));
    block.set(cipher.update(plain), HEAD_BYTES);
    cipher.final();
    block.writeUInt32BE(plain.length);
    block.set(iv, LENGTH_BYTES);
    block.set(cipher.getAuthTag(), LENGTH_BYTES + IV_BYTES);
    return block;
  }

  /** `block` may have bytes after its end. Null if it was changed, belongs elsewhere or is cut. */
  open(index: number, block: Buffer): Buffer | null {
    const plainBytes = statedBytes(block);
    if (block.length < HEAD_BYTES || plainBytes > block.length - HEAD_BYTES) return null;
    const decipher = createDecipheriv(ALGORITHM, this.key, block.subarray(LENGTH_BYTES, LENGTH_BYTES + IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(this.boundTo(index, plainBytes));
    decipher.setAuthTag(block.subarray(LENGTH_BYTES + IV_BYTES, HEAD_BYTES));
    const plain = decipher.update(block.subarray(HEAD_BYTES, HEAD_BYTES + plainBytes));
    try {
      decipher.final();
      return plain;
    } catch {
      return null;
    }
  }

  private boundTo(index: number, plainBytes: number): Buffer {
    this.bound.writeBigInt64BE(BigInt(index), this.bound.length - INDEX_BYTES - LENGTH_BYTES);
    this.bound.writeUInt32BE(plainBytes, this.bound.length - LENGTH_BYTES);
    return this.bound;
  }
}

/** The bytes of audio that a block says it holds; 0 if there is no block. Nothing proves it before the block is opened. */
export const statedBytes = (block: Buffer): number => (block.length < LENGTH_BYTES ? 0 : block.readUInt32BE());

/** Bytes of the sealed blocks of so many bytes of audio. */
export function sealedBytes(plainBytes: number): number {
  const rest = plainBytes % BLOCK_PLAIN_BYTES;
  return Math.floor(plainBytes / BLOCK_PLAIN_BYTES) * BLOCK_BYTES + (rest === 0 ? 0 : HEAD_BYTES + rest);
}

/** Bytes of audio in so many bytes of sealed blocks. */
export function audioBytes(sealed: number): number {
  const rest = sealed % BLOCK_BYTES;
  return Math.floor(sealed / BLOCK_BYTES) * BLOCK_PLAIN_BYTES + Math.max(0, rest - HEAD_BYTES);
}

/** Seals audio that begins with block `firstIndex`. */
export function sealBlocks(cipher: BlockCipher, firstIndex: number, plain: Uint8Array): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < plain.length; at += BLOCK_PLAIN_BYTES)
    blocks.push(cipher.seal(firstIndex + blocks.length, plain.subarray(at, at + BLOCK_PLAIN_BYTES)));
  return Buffer.concat(blocks);
}

function drawVector(): Buffer {
  if (randomAt === random.length) {
    randomFillSync(random);
    randomAt = 0;
  }
  randomAt += IV_BYTES;
  return random.subarray(randomAt - IV_BYTES, randomAt);
}
