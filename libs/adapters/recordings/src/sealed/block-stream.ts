import { BLOCK_BYTES, BLOCK_PLAIN_BYTES, sealBlocks, type BlockCipher } from './block-cipher.js';
import { sealedPartDamaged } from './sealed-header.js';

const BLOCKS_PER_PIECE = 16;

/** Seals audio that arrives in pieces of any length, from block 0 on. */
export async function* sealStream(cipher: BlockCipher, audio: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const piece of regroup(audio, BLOCKS_PER_PIECE * BLOCK_PLAIN_BYTES)) {
    yield sealBlocks(cipher, index, piece);
    index += BLOCKS_PER_PIECE;
  }
}

/** Opens sealed blocks, of which the first has the place `firstIndex`. Throws `Failure` `RECORDING_UNREADABLE`. */
export async function* openStream(
  cipher: BlockCipher,
  sealed: AsyncIterable<Uint8Array>,
  firstIndex: number,
): AsyncGenerator<Uint8Array> {
  let index = firstIndex;
  for await (const block of regroup(sealed, BLOCK_BYTES)) {
    const plain = cipher.open(index, block);
    if (plain === null) throw sealedPartDamaged();
    yield plain;
    index += 1;
  }
}

/** Bytes `from` to `to` (exclusive) of a stream. */
export async function* cutStream(
  pieces: AsyncIterable<Uint8Array>,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of pieces) {
    if (at + piece.length > from) yield piece.subarray(Math.max(0, from - at), to - at);
    at += piece.length;
  }
}

/** Pieces of `bytes` bytes; the last one may be shorter. */
async function* regroup(pieces: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    waitingBytes += piece.length;
    if (waitingBytes < bytes) continue;
    const whole = Buffer.concat(waiting);
    const rest = whole.length % bytes;
    for (let at = 0; at + bytes <= whole.length; at += bytes) yield whole.subarray(at, at + bytes);
    waiting = rest === 0 ? [] : [whole.subarray(whole.length - rest)];
    waitingBytes = rest;
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting);
}
