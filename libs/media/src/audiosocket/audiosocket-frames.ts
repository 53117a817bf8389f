import { concatBytes } from '../bytes/concat-bytes.js';

/** The kinds of frames (https://docs.asterisk.org/Configuration/Channel-Drivers/AudioSocket/). */
export const frameKinds = { hangUp: 0x00, id: 0x01, digit: 0x03, error: 0xff } as const;

/** The sampling rates of the kinds that carry linear 16-bit audio, low byte first. */
export const audioKindRatesHz: ReadonlyMap<number, number> = new Map([
  [0x10, 8_000],
  [0x11, 12_000],
  [0x12, 16_000],
  [0x13, 24_000],
  [0x14, 32_000],
  [0x15, 44_100],
  [0x16, 48_000],
  [0x17, 96_000],
  [0x18, 192_000],
]);

export interface AudioSocketFrame {
  readonly kind: number;
  readonly payload: Uint8Array;
}

/** Kind, then the length of the payload, high byte first. */
const HEADER_BYTES = 3;

/** Cuts the bytes of one TCP connection into frames. Holds one unfinished frame at most: 64 KiB. */
export class AudioSocketReader {
  private pending: Uint8Array = new Uint8Array(0);

  /** The frames that these bytes complete. Their payloads are views of the received bytes where a frame came in one piece. */
  receiveBytes(received: Uint8Array): readonly AudioSocketFrame[] {
    const bytes = this.pending.length === 0 ? received : concatBytes([this.pending, received]);
    const frames: AudioSocketFrame[] = [];
    let start = 0;
    while (start + HEADER_BYTES <= bytes.length) {
      const end = start + HEADER_BYTES + (((bytes[start + 1] as number) << 8) | (bytes[start + 2] as number));
      if (end > bytes.length) break;
      frames.push({ kind: bytes[start] as number, payload: bytes.subarray(start + HEADER_BYTES, end) });
      start = end;
    }
    // A copy: a view would keep the whole received buffer in memory.
    this.pending = bytes.slice(start);
    return frames;
  }
}

/** The bytes of a frame. */
export function writeAudioSocketFrame(kind: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  bytes.set([kind, payload.length >> 8, payload.length & 0xff]);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}
