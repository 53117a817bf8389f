import { describe, expect, it } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { EventReader } from './event-reader.js';

/** A message with headers of given bytes. */
function messageOf(headers: Buffer, body: string): Buffer {
  const message = Buffer.alloc(16 + headers.length + body.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headers.copy(message, 12);
  message.write(body, 12 + headers.length, 'latin1');
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4);
  return message;
}

const header = (name: string, type: number, value: readonly number[]) =>
  Buffer.from([name.length, ...Buffer.from(name), type, ...value]);
const text = (name: string, value: string) => header(name, 7, [0, value.length, ...Buffer.from(value)]);
const event = (body: string) =>
  messageOf(Buffer.concat([text(':message-type', 'event'), text(':event-type', 'TranscriptEvent')]), body);

describe('EventReader', () => {
  it('reads the same messages wherever the bytes are cut', () => {
    const bytes = Buffer.concat([event('{"a":1}'), event(''), event('{"b":2}')]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const reader = new EventReader();
      const bodies: string[] = [];
      for (let at = 0; at < bytes.length; at += size)
        for (const { body, eventType } of reader.read(bytes.subarray(at, at + size)))
          bodies.push(`${eventType} ${body.toString()}`);
      expect(bodies).toEqual(['TranscriptEvent {"a":1}', 'TranscriptEvent ', 'TranscriptEvent {"b":2}']);
      expect(reader.pendingBytes).toBe(0);
    }
  });

  it('reads exceptions and errors, and passes headers of every other type', () => {
    const others = [[0], [1], [2, 9], [3, 9, 9], [4, 1, 2, 3, 4], [5, ...Array<number>(8)], [6, 0, 2, 7, 7]]
      .concat([
        [8, ...Array<number>(8)],
        [9, ...Array<number>(16)],
      ])
      .map(([type = 0, ...value], nth) => header(`h${nth}`, type, value));
    const read = (...headers: Buffer[]) => new EventReader().read(messageOf(Buffer.concat(headers), '{}'));
    expect(
      read(...others, text(':message-type', 'exception'), text(':exception-type', 'LimitExceededException')),
    ).toMatchObject([{ eventType: null, exceptionType: 'LimitExceededException' }]);
    expect(read(text(':message-type', 'error'), text(':error-code', 'InternalError'))).toMatchObject([
      { eventType: null, exceptionType: 'InternalError' },
    ]);
  });

  it('refuses garbage at once, also when it claims to be long', () => {
    const wrongBody = event('{"a":1}');
    wrongBody.write('9', wrongBody.length - 6);
    const long = Buffer.alloc(12);
    long.writeUInt32BE(0x7fff_ffff, 0);
    long.writeUInt32BE(crc32(long.subarray(0, 8)), 8);
    const short = Buffer.alloc(12);
    short.writeUInt32BE(15, 0);
    short.writeUInt32BE(crc32(short.subarray(0, 8)), 8);
    const cutHeader = messageOf(header('h', 7, [1, 255]), '');
    const wrongType = messageOf(header('h', 77, []), '');
    for (const bytes of [wrongBody, long, short, cutHeader, wrongType, Buffer.from('HTTP/1.1 502 Bad Gateway')])
      expect(() => new EventReader().read(bytes)).toThrow(
        expect.objectContaining({ code: 'SPEECH_STREAM_LOST', retryable: true }),
      );
  });
});
