import { err, ok, type Result } from '@earshot/contracts';
import { concatBytes } from '../bytes/concat-bytes.js';
import { readElementHeader, type ElementHeader } from './element-header.js';
import { elements } from './matroska-elements.js';
import type { KvsErrorCode } from './kvs-errors.js';

/** What the bytes of a Matroska stream say, in order. */
export type EbmlEvent =
  | { readonly kind: 'open' | 'close'; readonly id: number }
  | { readonly kind: 'leaf'; readonly id: number; readonly bytes: Uint8Array };

interface OpenElement {
  readonly id: number;
  /** Null: its size is unknown, and the next element that does not belong into it ends it. */
  readonly endByte: number | null;
}

type EbmlErrorCode = Extract<KvsErrorCode, 'KVS_MEDIA_MALFORMED' | 'KVS_ELEMENT_TOO_LARGE'>;

/**
 * Reads Matroska as it comes, one document after the other. It holds the one element that is incomplete, 256 KiB at most; what
 * it does not know is skipped without being held. After an error it reads nothing more.
 */
export class EbmlReader {
  private parts: Uint8Array[] = [];
  private heldBytes = 0;
  private neededBytes = 1;
  private skipBytes = 0;
  private atByte = 0;
  private readonly stack: OpenElement[] = [];
  private failure: EbmlErrorCode | null = null;

  /** The events that these bytes complete. Leaves are views of them where they came in one piece. */
  receiveBytes(received: Uint8Array): Result<readonly EbmlEvent[], EbmlErrorCode> {
    if (this.failure !== null) return err(this.failure);
    this.parts.push(received);
    this.heldBytes += received.length;
    if (this.skipBytes === 0 && this.heldBytes < this.neededBytes) return ok([]);
    const bytes = this.parts.length === 1 ? received : concatBytes(this.parts);
    const events: EbmlEvent[] = [];
    let at = 0;
    this.neededBytes = 1;
    while (at < bytes.length) {
      const taken = this.readNext(bytes.subarray(at), events);
      if (typeof taken === 'string') {
        this.failure = taken;
        this.parts = [];
        return events.length > 0 ? ok(events) : err(taken);
      }
      if (taken === 0) break;
      at += taken;
    }
    this.closeEnded(events);
    // A copy: a view would keep the whole received buffer in memory.
    this.parts = at < bytes.length ? [bytes.slice(at)] : [];
    this.heldBytes = bytes.length - at;
    return ok(events);
  }

  /** Reads one element or a part of a skipped one. Returns the bytes that it took; 0: more are needed. */
  private readNext(bytes: Uint8Array, events: EbmlEvent[]): number | EbmlErrorCode {
    if (this.skipBytes > 0) return this.skip(bytes.length);
    this.closeEnded(events);
    const header = readElementHeader(bytes);
    if (header === 'INVALID') return 'KVS_MEDIA_MALFORMED';
    if (header === 'INCOMPLETE') {
      this.neededBytes = bytes.length + 1;
      return 0;
    }
    return this.readElement(header, bytes, events);
  }

  private readElement(header: ElementHeader, bytes: Uint8Array, events: EbmlEvent[]): number | EbmlErrorCode {
    const { id, size } = header;
    const known = elements.get(id);
    if (known !== undefined && !this.leaveTo(known.parent, events)) return 'KVS_MEDIA_MALFORMED';
    if (!this.fits(header)) return 'KVS_MEDIA_MALFORMED';
    if (known?.kind === 'MASTER') return this.openElement(header, events);
    if (size === null) return 'KVS_MEDIA_MALFORMED';
    if (known?.kind === 'LEAF') {
      if (size > (known.maxBytes ?? 0)) return 'KVS_ELEMENT_TOO_LARGE';
      return this.readLeaf(id, bytes, header.length, header.length + size, events);
    }
    this.skipBytes = size;
    return this.take(header.length);
  }

  private readLeaf(id: number, bytes: Uint8Array, from: number, to: number, events: EbmlEvent[]): number {
    if (bytes.length < to) {
      this.neededBytes = to;
      return 0;
    }
    events.push({ kind: 'leaf', id, bytes: bytes.subarray(from, to) });
    return this.take(to);
  }

  private openElement({ id, size, length }: ElementHeader, events: EbmlEvent[]): number {
    this.stack.push({ id, endByte: size === null ? null : this.atByte + length + size });
    events.push({ kind: 'open', id });
    return this.take(length);
  }

  /** Closes elements of unknown size until the innermost open one is the parent. Returns whether it is. */
  private leaveTo(parent: number | null, events: EbmlEvent[]): boolean {
    for (let top = this.stack.at(-1); top !== undefined; top = this.stack.at(-1)) {
      if (top.id === parent) return true;
      if (top.endByte !== null) return false;
      this.closeTop(events);
    }
    return parent === null;
  }

  private closeEnded(events: EbmlEvent[]): void {
    for (let top = this.stack.at(-1); top?.endByte === this.atByte; top = this.stack.at(-1)) this.closeTop(events);
  }

  private closeTop(events: EbmlEvent[]): void {
    const closed = this.stack.pop();
    if (closed !== undefined) events.push({ kind: 'close', id: closed.id });
  }

  /** Whether the element ends before the elements that it stands in. */
  private fits({ length, size }: ElementHeader): boolean {
    const limit = this.stack.findLast(({ endByte }) => endByte !== null)?.endByte ?? Infinity;
    return this.atByte + length + (size ?? 0) <= limit;
  }

  private skip(availableBytes: number): number {
    const skipped = Math.min(this.skipBytes, availableBytes);
    this.skipBytes -= skipped;
    return this.take(skipped);
  }

  private take(bytes: number): number {
    this.atByte += bytes;
    return bytes;
  }
}
