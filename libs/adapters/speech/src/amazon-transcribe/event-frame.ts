import { crc32 } from 'node:zlib';
import type { FrameSigner } from './frame-signer.js';

const PRELUDE_BYTES = 12;
const CRC_BYTES = 4;
const DATE_NAME = ':date';
const SIGNATURE_NAME = ':chunk-signature';
const TYPE_BYTES = 6;
const TYPE_TEXT = 7;
const TYPE_TIMESTAMP = 8;
const SIGNATURE_BYTES = 32;
const DATE_AT = PRELUDE_BYTES + 1 + DATE_NAME.length + 1;
const DATE_END = DATE_AT + 8;
const SIGNATURE_AT = DATE_END + 1 + SIGNATURE_NAME.length + 1 + 2;
const EVENT_AT = SIGNATURE_AT + SIGNATURE_BYTES;
const ENVELOPE_BYTES = EVENT_AT + CRC_BYTES;

/** Writes events of one type as signed frames of an event stream: an envelope with the time and the signature around an event. */
export class EventFrames {
  /** The bytes that all frames of one length begin with. */
  private opening: Buffer = Buffer.alloc(0);
  private frameBytes = 0;

  private readonly headers: Buffer;

  constructor(eventType: 'AudioEvent' | 'ConfigurationEvent', contentType: string) {
    this.headers = Buffer.concat([
      textHeader(':message-type', 'event'),
      textHeader(':event-type', eventType),
      textHeader(':content-type', contentType),
    ]);
  }

  writeFrame(payload: Buffer, signer: FrameSigner): Buffer {
    const payloadAt = EVENT_AT + PRELUDE_BYTES + this.headers.length;
    const frameBytes = payloadAt + payload.length + 2 * CRC_BYTES;
    if (frameBytes !== this.frameBytes) {
      this.frameBytes = frameBytes;
      this.opening = this.writeOpening(frameBytes);
    }
    const frame = Buffer.allocUnsafe(frameBytes);
    this.opening.copy(frame);
    payload.copy(frame, payloadAt);
    const event = frame.subarray(EVENT_AT, frameBytes - CRC_BYTES);
    writeCrc(event);
    completeFrame(frame, event, signer);
    return frame;
  }

  private writeOpening(frameBytes: number): Buffer {
    const event = Buffer.alloc(PRELUDE_BYTES);
    writePrelude(event, frameBytes - ENVELOPE_BYTES, this.headers.length);
    return Buffer.concat([createEnvelope(frameBytes), event, this.headers]);
  }
}

/** The frame without an event that ends a stream. */
export function writeLastFrame(signer: FrameSigner): Buffer {
  const frame = Buffer.concat([createEnvelope(ENVELOPE_BYTES), Buffer.alloc(CRC_BYTES)]);
  completeFrame(frame, Buffer.alloc(0), signer);
  return frame;
}

/** What stands before the event, without the time and the signature. */
function createEnvelope(frameBytes: number): Buffer {
  const envelope = Buffer.alloc(EVENT_AT);
  writePrelude(envelope, frameBytes, EVENT_AT - PRELUDE_BYTES);
  writeHeaderName(envelope, PRELUDE_BYTES, DATE_NAME, TYPE_TIMESTAMP);
  const at = writeHeaderName(envelope, DATE_END, SIGNATURE_NAME, TYPE_BYTES);
  envelope.writeUInt16BE(SIGNATURE_BYTES, at);
  return envelope;
}

function completeFrame(frame: Buffer, event: Buffer, signer: FrameSigner): void {
  const nowMs = signer.nowMs();
  frame.writeBigInt64BE(BigInt(nowMs), DATE_AT);
  const signature = signer.signFrame(frame.subarray(PRELUDE_BYTES, DATE_END), event, nowMs);
  frame.write(signature, SIGNATURE_AT, 'hex');
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
