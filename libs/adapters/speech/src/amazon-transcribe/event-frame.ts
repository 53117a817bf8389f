import { crc32 } from 'node:zlib';
import { DATE_HEADER_BYTES, type FrameSigner } from './frame-signer.js';

const PRELUDE_BYTES = 12;
const CRC_BYTES = 4;
const SIGNATURE_NAME = ':chunk-signature';
const TYPE_BYTES = 6;
const TYPE_TEXT = 7;
const SIGNATURE_BYTES = 32;
const DATE_END = PRELUDE_BYTES + DATE_HEADER_BYTES;
const SIGNATURE_AT = DATE_END + 1 + SIGNATURE_NAME.length + 1 + 2;
const EVENT_AT = SIGNATURE_AT + SIGNATURE_BYTES;

/**
 * A signed frame of an event stream: an envelope with the time and the signature around an event. Its memory serves one event
 * after another, as long as their payloads have the same length.
 */
export class EventFrame {
  private readonly bytes: Buffer;
  private readonly event: Buffer;
  private readonly payloadAt: number;

  constructor(
    eventType: 'AudioEvent' | 'ConfigurationEvent',
    contentType: string,
    readonly payloadBytes: number,
  ) {
    const headers = Buffer.concat([
      textHeader(':message-type', 'event'),
      textHeader(':event-type', eventType),
      textHeader(':content-type', contentType),
    ]);
    this.payloadAt = EVENT_AT + PRELUDE_BYTES + headers.length;
    const eventBytes = PRELUDE_BYTES + headers.length + payloadBytes + CRC_BYTES;
    this.bytes = createFrame(eventBytes);
    this.event = this.bytes.subarray(EVENT_AT, EVENT_AT + eventBytes);
    writePrelude(this.event, eventBytes, headers.length);
    headers.copy(this.event, PRELUDE_BYTES);
  }

  /** The bytes to send, until the next call. */
  write(payload: Buffer, signer: FrameSigner): Buffer {
    payload.copy(this.bytes, this.payloadAt);
    writeCrc(this.event);
    completeFrame(this.bytes, this.event, signer);
    return this.bytes;
  }
}

/** The frame without an event that ends a stream. */
export function writeLastFrame(signer: FrameSigner): Buffer {
  const frame = createFrame(0);
  completeFrame(frame, Buffer.alloc(0), signer);
  return frame;
}

/** The envelope with room for an event, without the time and the signature. */
function createFrame(eventBytes: number): Buffer {
  const frame = Buffer.alloc(EVENT_AT + eventBytes + CRC_BYTES);
  writePrelude(frame, frame.length, EVENT_AT - PRELUDE_BYTES);
  const at = writeHeaderName(frame, DATE_END, SIGNATURE_NAME, TYPE_BYTES);
  frame.writeUInt16BE(SIGNATURE_BYTES, at);
  return frame;
}

function completeFrame(frame: Buffer, event: Buffer, signer: FrameSigner): void {
  frame.write(signer.signFrame(event), SIGNATURE_AT, 'hex');
  signer.dateHeader.copy(frame, PRELUDE_BYTES);
  writeCrc(frame);
}

function writeHeaderName(target: Buffer, at: number, name: string, type: number): number {
  const nameAt = target.writeUInt8(name.length, at);
  return target.writeUInt8(type, nameAt + target.write(name, nameAt, 'latin1'));
}

function textHeader(name: string, value: string): Buffer {
  const header = Buffer.alloc(1 + name.length + 1 + 2 + value.length);
  const at = header.writeUInt16BE(value.length, writeHeaderName(header, 0, name, TYPE_TEXT));
  header.write(value, at, 'latin1');
  return header;
}

function writePrelude(target: Buffer, messageBytes: number, headerBytes: number): void {
  target.writeUInt32BE(messageBytes, 0);
  target.writeUInt32BE(headerBytes, 4);
  target.writeUInt32BE(crc32(target.subarray(0, 8)), 8);
}

function writeCrc(message: Buffer): void {
  const at = message.length - CRC_BYTES;
  message.writeUInt32BE(crc32(message.subarray(0, at)), at);
}
