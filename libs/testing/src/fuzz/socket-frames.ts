/** Numbers from 0 to 1 that are the same for the same seed. */
export type Random = () => number;

/** A generator of 32 bits (mulberry32): short, and good enough to vary inputs. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to below `limit`. */
export const below = (random: Random, limit: number): number => Math.floor(random() * limit);

export const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T;

export const randomBytes = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => below(random, 256)));

export interface FrameOptions {
  readonly opcode?: number;
  readonly fin?: boolean;
  readonly isMasked?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  /** The length that the header announces, whatever follows. */
  readonly announcedLength?: number;
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A WebSocket frame as a client writes it (RFC 6455, section 5.2), correct or not. */
export function frame(payload: Uint8Array | string, options: FrameOptions = {}): Buffer {
  const { opcode = opcodes.text, fin = true, isMasked = true, reserved = 0 } = options;
  const body = Buffer.from(payload as Uint8Array);
  const length = options.announcedLength ?? body.length;
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | opcode];
  const mask = isMasked ? 0x80 : 0;
  if (length < 126) head.push(mask | length);
  else if (length < 65_536) head.push(mask | 126, length >> 8, length & 0xff);
  else
    head.push(
      mask | 127,
      0,
      0,
      0,
      0,
      (length >>> 24) & 0xff,
      (length >>> 16) & 0xff,
      (length >>> 8) & 0xff,
      length & 0xff,
    );
  // A mask of zeros leaves the bytes as they are.
  if (isMasked) head.push(0, 0, 0, 0);
  return Buffer.concat([Buffer.from(head), body]);
}

/** The request that opens a WebSocket. `change` may replace or remove lines. */
export function handshake(path: string, change: (lines: string[]) => string[] = (lines) => lines): Buffer {
  const lines = [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==',
  ];
  return Buffer.from(`${change(lines).join('\r\n')}\r\n\r\n`, 'latin1');
}
