import type { ByteQueue } from './byte-queue.js';

/** A page of an Ogg stream (RFC 3533, section 6). */
export interface OggPage {
  readonly flags: number;
  /** Where the last packet that ends here ends, in samples. */
  readonly granule: number;
  readonly serial: number;
  /** The parts of packets in it. `isWhole`: the packet ends with this part. */
  readonly pieces: readonly { readonly bytes: Uint8Array; readonly isWhole: boolean }[];
}

export const oggFlags = { continued: 1, last: 4 } as const;

const HEAD_BYTES = 27;
const CRC_AT = 22;
/** A segment of this length is not the last one of its packet. */
const FULL_SEGMENT = 255;

/** Whether the queue begins with a whole page, or with something that is no page. */
export function isOggPageWhole(queue: ByteQueue): boolean {
  if (queue.length < HEAD_BYTES) return false;
  const head = queue.peek(HEAD_BYTES);
  return !isHead(head) || queue.length >= measurePage(queue);
}

/**
 * Takes the page that the queue begins with. Null: it is damaged, or bytes were taken that begin no page. A damaged page is taken
 * whole: a file that is full of false beginnings would otherwise cost a checksum for each of them.
 */
export function takeOggPage(queue: ByteQueue): OggPage | null {
  if (!isHead(queue.peek(HEAD_BYTES))) {
    queue.take(findNextMark(queue.peek(queue.length)));
    return null;
  }
  const page = queue.take(measurePage(queue));
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  if (view.getUint32(CRC_AT, true) !== oggChecksum(page)) return null;
  const granule = view.getBigInt64(6, true);
  return { flags: view.getUint8(5), granule: Number(granule), serial: view.getUint32(14, true), pieces: split(page) };
}

/** A polynomial division as Ogg wants it: 0x04c11db7, from the highest bit on, with the field of the checksum as zeros. */
export function oggChecksum(page: Uint8Array): number {
  let crc = 0;
  for (let at = 0; at < page.length; at++) {
    const byte = at >= CRC_AT && at < CRC_AT + 4 ? 0 : (page[at] as number);
    crc = ((crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] as number)) >>> 0;
  }
  return crc;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc >>> 0;
});

const MARK = Uint8Array.from('OggS', (letter) => letter.charCodeAt(0));
const isHead = (head: Uint8Array): boolean => MARK.every((byte, at) => head[at] === byte) && head[4] === 0;

/** Where the next page may begin after the first byte. What is left of a mark at the end counts: the rest of it may follow. */
function findNextMark(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(MARK[0] as number, 1); at !== -1; at = bytes.indexOf(MARK[0] as number, at + 1))
    if (MARK.every((byte, offset) => (bytes[at + offset] ?? byte) === byte)) return at;
  return bytes.length;
}

/** Longer than the queue, if the list of segments is not there yet. */
function measurePage(queue: ByteQueue): number {
  const segments = queue.peek(HEAD_BYTES)[26] as number;
  const withTable = HEAD_BYTES + segments;
  if (queue.length < withTable) return withTable;
  return queue
    .peek(withTable)
    .subarray(HEAD_BYTES)
    .reduce((sum, bytes) => sum + bytes, withTable);
}

function split(page: Uint8Array): OggPage['pieces'] {
  const segments = page.subarray(HEAD_BYTES, HEAD_BYTES + (page[26] as number));
  const pieces: { bytes: Uint8Array; isWhole: boolean }[] = [];
  let [from, to] = [HEAD_BYTES + segments.length, HEAD_BYTES + segments.length];
  for (const [index, length] of segments.entries()) {
    to += length;
    const isWhole = length < FULL_SEGMENT;
    if (!isWhole && index < segments.length - 1) continue;
    pieces.push({ bytes: page.subarray(from, to), isWhole });
    from = to;
  }
  return pieces;
}
