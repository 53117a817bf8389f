import { describe, expect, it } from '@jest/globals';
import { concatBytes } from '../bytes/concat-bytes.js';
import { ByteQueue } from './byte-queue.js';
import { takeOggPage } from './ogg-page.js';
import { OggOpusReader, type OpusPart } from './ogg-opus-reader.js';
import { writeOggPage, writeOpusFile, writeOpusHead } from './write-opus-file.js';

/** 20 ms of CELT, one frame. */
const packet = (byte: number, length = 40) => Uint8Array.from({ length }, (_, at) => (at === 0 ? 0xf8 : byte));
const read = (bytes: Uint8Array, pieceBytes = bytes.length): OpusPart[] => {
  const reader = new OggOpusReader();
  const parts: OpusPart[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    parts.push(...reader.receiveBytes(bytes.slice(at, at + pieceBytes)));
  return [...parts, ...reader.finish()];
};
const packetsOf = (parts: readonly OpusPart[]) => parts.flatMap((part) => (part.kind === 'packet' ? [part] : []));
const rest = (parts: readonly OpusPart[]) => parts.filter(({ kind }) => kind !== 'packet');

describe('OggOpusReader', () => {
  const packets = Array.from({ length: 120 }, (_, at) => packet(at, at === 7 ? 700 : 40));
  const file = writeOpusFile(packets, { preSkip: 312, sampleRateHz: 8_000, endSample: 120 * 960 - 100 });

  it('gives the packets and what of them belongs to the recording, whatever the pieces are', () => {
    for (const pieceBytes of [1, 13, 255, 65_536]) {
      const parts = read(file, pieceBytes);
      expect(rest(parts)).toEqual([{ kind: 'head', channelCount: 1, sampleRateHz: 8_000 }]);
      expect(packetsOf(parts).map((part) => part.packet)).toEqual(packets);
      expect(packetsOf(parts)[0]).toMatchObject({ samples: 960, from: 312, to: 960 });
      expect(packetsOf(parts).at(-1)).toMatchObject({ samples: 960, from: 0, to: 860 });
    }
  });

  it('leaves a damaged page out, says so, and goes on with the next one', () => {
    const damaged = file.slice();
    damaged[file.length - 1_000] = (damaged[file.length - 1_000] ?? 0) ^ 0xff;
    const parts = read(damaged);
    expect(rest(parts)).toContainEqual({ kind: 'problem', code: 'UPLOAD_DAMAGED' });
    expect(packetsOf(parts).length).toBeLessThan(packets.length);
    expect(packetsOf(parts).length).toBeGreaterThan(50);
  });

  it('finds the next page after bytes that are none, wherever they are cut, and does not look at each byte', () => {
    const junk = Uint8Array.from({ length: 5_000 }, (_, at) => (at % 7 === 0 ? 0x4f : at));
    const page = writeOggPage([packet(1)], { sequence: 2, granule: 960, flags: 4 });
    const head = writeOpusFile([]).subarray(0, writeOggPage([writeOpusHead(1)], { sequence: 0 }).length);
    const tags = writeOggPage([packet(0)], { sequence: 1 });
    for (const pieceBytes of [1, 2, 3, 29, 5_000]) {
      const parts = read(concatBytes([head, tags, junk, page]), pieceBytes);
      expect(rest(parts)).toContainEqual({ kind: 'problem', code: 'UPLOAD_DAMAGED' });
      expect(packetsOf(parts).map((part) => part.packet)).toEqual([packet(1)]);
    }
    const queue = new ByteQueue();
    queue.add(concatBytes([junk, page]));
    expect(takeOggPage(queue)).toBeNull();
    expect(queue.length).toBe(page.length);
  });

  it('says that a file ends too early', () => {
    expect(rest(read(file.slice(0, -10))).at(-1)).toEqual({ kind: 'problem', code: 'UPLOAD_TRUNCATED' });
  });

  it('leaves other streams of the file out', () => {
    const [head, tags] = [
      writeOggPage([writeOpusHead(1)], { sequence: 0, flags: 2 }),
      writeOggPage([packet(0)], { sequence: 1 }),
    ];
    const other = writeOggPage([packet(9)], { sequence: 0, serial: 99 });
    const last = writeOggPage([packet(1)], { sequence: 2, granule: 960, flags: 4 });
    const parts = read(concatBytes([head, other, tags, other, last]));
    expect(packetsOf(parts).map((part) => part.packet)).toEqual([packet(1)]);
  });

  it.each([
    ['three channels', writeOpusHead(3)],
    ['a mapping of many channels', writeOpusHead(2, { family: 255 })],
    ['half a head', writeOpusHead(1).slice(0, 15)],
  ])('refuses %s', (_, head) => {
    expect(read(writeOggPage([head], { sequence: 0, flags: 2 }))).toEqual([
      { kind: 'refused', code: 'UPLOAD_FORMAT_UNSUPPORTED' },
    ]);
  });

  it('refuses a file without audio', () => {
    expect(read(writeOpusFile([], { preSkip: 0 })).at(-1)).toEqual({ kind: 'refused', code: 'UPLOAD_EMPTY' });
  });

  it('holds no packet that is far too long, and no comment', () => {
    const endless = Array.from({ length: 100 }, (_, at) =>
      writeOggPage([new Uint8Array(255 * 255)], { sequence: at + 1, flags: 1, isCut: true }),
    );
    const reader = new OggOpusReader();
    reader.receiveBytes(writeOggPage([writeOpusHead(1)], { sequence: 0, flags: 2 }));
    for (const page of endless) reader.receiveBytes(page);
    const { begun } = reader as unknown as { begun: Uint8Array[] };
    expect(concatBytes(begun).length).toBeLessThanOrEqual(65_536);
  });
});
