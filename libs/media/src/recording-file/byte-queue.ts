import { concatBytes } from '../bytes/concat-bytes.js';

/** Bytes that came in pieces and are taken in others. Its owner bounds what waits in it. */
export class ByteQueue {
  private bytes: Uint8Array = new Uint8Array(0);

  get length(): number {
    return this.bytes.length;
  }

  add(bytes: Uint8Array): void {
    this.bytes = this.bytes.length === 0 ? bytes : concatBytes([this.bytes, bytes]);
  }

  /** The first bytes, which stay. Fewer if fewer are there. */
  peek(count: number): Uint8Array {
    return this.bytes.subarray(0, count);
  }

  /** Takes the first bytes away. Fewer if fewer are there. */
  take(count: number): Uint8Array {
    const taken = this.bytes.subarray(0, count);
    this.bytes = this.bytes.subarray(taken.length);
    return taken;
  }
}
