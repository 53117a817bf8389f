import { err, ok, type Result } from '@earshot/contracts';
import { concatBytes } from '../../bytes/concat-bytes.js';
import { findHeadEnd, MAX_SIP_HEAD_BYTES, readContentLength } from './read-sip-message.js';
import { toHeaderName } from './sip-headers.js';

/** Longest body of a message over TCP or TLS, in bytes. A conference of 16 tracks needs about 30 KB of metadata. */
export const MAX_SIP_BODY_BYTES = 262_144;

export type SipFrame =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** Two line ends between messages ask for one line end back (RFC 5626, section 3.5.1). */
  | { readonly kind: 'ping' };

export type SipFrameError = 'SIP_TOO_LARGE' | 'SIP_MALFORMED';

const [CR, LF] = [13, 10];
const decoder = new TextDecoder('latin1');

/**
 * Cuts the bytes of a stream into messages by their Content-Length, which every message over a stream must have (RFC 3261,
 * section 18.3). It holds at most one head and one body. After an error, nobody knows where the next message begins.
 */
export class SipFramer {
  private held: Uint8Array = new Uint8Array(0);
  /** Pieces that came after `held`. They are joined only when they may complete a frame: joining each piece costs too much. */
  private pieces: Uint8Array[] = [];
  private heldBytes = 0;
  private neededBytes = 0;

  /** Whether no message has begun that is not yet whole. */
  get isEmpty(): boolean {
    return this.heldBytes === 0;
  }

  /** Adds bytes of the stream, and returns the frames that are whole now. */
  receiveBytes(bytes: Uint8Array): Result<readonly SipFrame[], SipFrameError> {
    this.pieces.push(bytes);
    this.heldBytes += bytes.length;
    if (this.heldBytes < this.neededBytes) return ok([]);
    this.held = concatBytes([this.held, ...this.pieces]);
    this.pieces = [];
    const frames: SipFrame[] = [];
    for (;;) {
      const taken = this.takeFrame();
      if (!taken.ok) return taken;
      if (taken.value === null) break;
      frames.push(taken.value);
    }
    this.heldBytes = this.held.length;
    return ok(frames);
  }

  private takeFrame(): Result<SipFrame | null, SipFrameError> {
    this.neededBytes = 0;
    if (this.skipLineEnds()) return ok({ kind: 'ping' });
    const headEnd = findHeadEnd(this.held.subarray(0, MAX_SIP_HEAD_BYTES));
    if (headEnd < 0) return this.held.length >= MAX_SIP_HEAD_BYTES ? err('SIP_TOO_LARGE') : ok(null);
    const bodyBytes = findBodyBytes(decoder.decode(this.held.subarray(0, headEnd)));
    if (bodyBytes === null) return err('SIP_MALFORMED');
    if (bodyBytes > MAX_SIP_BODY_BYTES) return err('SIP_TOO_LARGE');
    const end = headEnd + bodyBytes;
    if (this.held.length < end) {
      this.neededBytes = end;
      return ok(null);
    }
    const bytes = this.held.slice(0, end);
    this.held = this.held.subarray(end);
    return ok({ kind: 'message', bytes });
  }

  /** Drops line ends before a message. Returns whether they were a ping. */
  private skipLineEnds(): boolean {
    let count = 0;
    while (this.held[2 * count] === CR && this.held[2 * count + 1] === LF && count < 2) count += 1;
    if (count === 0) return false;
    this.held = this.held.subarray(2 * count);
    return count === 2;
  }
}

function findBodyBytes(head: string): number | null {
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0 && toHeaderName(line.slice(0, colon)) === 'content-length') {
      return readContentLength(line.slice(colon + 1).trim()) ?? null;
    }
  }
  return null;
}
