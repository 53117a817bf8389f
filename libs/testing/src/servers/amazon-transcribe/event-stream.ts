import { crc32 } from 'node:zlib';

/** A header of an event-stream message: text, bytes, or a time in milliseconds. */
export type HeaderValue = string | Buffer | number;

export interface EventMessage {
  readonly headers: ReadonlyMap<string, HeaderValue>;
  /** The bytes of the headers, which a signature covers. */
  readonly headerBytes: Buffer;
  readonly body: Buffer;
}

/**
 * The message format of AWS event streams, apart from the SDK's code so that it checks that code.
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html
 */
export function decodeMessage(message: Buffer): EventMessage {
  if (message.readUInt32BE(8) !== crc32(message.subarray(0, 8)))
    throw new Error('the checksum of the prelude is wrong');
  const end = message.length - 4;
  if (message.readUInt32BE(end) !== crc32(message.subarray(0, end))) throw new Error('the checksum is wrong');
  const headersEnd = 12 + message.readUInt32BE(4);
  const headerBytes = message.subarray(12, headersEnd);
  return { headers: readHeaders(headerBytes), headerBytes, body: message.subarray(headersEnd, end) };
}

/** Encodes a message with text headers. */
export function encodeMessage(headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const headerBytes = Buffer.concat(Object.entries(headers).map(([name, value]) => textHeader(name, value)));
  const message = Buffer.alloc(16 + headerBytes.length + body.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headerBytes.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headerBytes.copy(message, 12);
  body.copy(message, 12 + headerBytes.length);
  message.writeUInt32BE(crc32(message.subarray(0, message.length - 4)), message.length - 4);
  return message;
}

/** Cuts a stream of bytes into messages. */
export class MessageReader {
  private rest = Buffer.alloc(0);

  read(bytes: Buffer): Buffer[] {
    this.rest = Buffer.concat([this.rest, bytes]);
    const messages: Buffer[] = [];
    while (this.rest.length >= 4 && this.rest.length >= this.rest.readUInt32BE(0)) {
      const length = this.rest.readUInt32BE(0);
      messages.push(this.rest.subarray(0, length));
      this.rest = this.rest.subarray(length);
    }
    return messages;
  }
}

function textHeader(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const head = Buffer.from([name.length, ...Buffer.from(name), 7, text.length >> 8, text.length & 255]);
  return Buffer.concat([head, text]);
}

function readHeaders(bytes: Buffer): Map<string, HeaderValue> {
  const headers = new Map<string, HeaderValue>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + (bytes[at] ?? 0);
    const name = bytes.toString('latin1', at + 1, nameEnd);
    const type = bytes[nameEnd];
    at = nameEnd + 1;
    if (type === 8) {
      headers.set(name, Number(bytes.readBigInt64BE(at)));
      at += 8;
    } else if (type === 6 || type === 7) {
      const value = bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at));
      headers.set(name, type === 7 ? value.toString() : value);
      at += 2 + value.length;
    } else throw new Error(`header ${name} has the unexpected type ${type}`);
  }
  return headers;
}
