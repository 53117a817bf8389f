import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { FORGET_AFTER_MS, MessageAssembler, type ShardRecord } from './message-assembler.js';
import { MAX_RECORD_BYTES, readChunk, toRecords } from '../record-codec.js';

const newId = () => randomBytes(16);
const large = (seed: number) => Buffer.alloc(1_048_576, seed);
let sequence = 0;
const record = (data: Uint8Array, key = 'a', arrivedAtMs = 0): ShardRecord => ({
  sequenceNumber: String((sequence += 1)),
  key,
  data,
  arrivedAtMs,
});

describe('toRecords', () => {
  it('keeps a message that fits into a record as it is', () => {
    for (const value of [Buffer.from('{}'), Buffer.alloc(0), Buffer.alloc(MAX_RECORD_BYTES, 1)]) {
      expect(toRecords(value, newId)).toEqual([value]);
      expect(readChunk(value)).toBeUndefined();
    }
  });

  it('cuts a message that does not fit beside the longest key', () => {
    const records = toRecords(large(7), newId);
    expect(records).toHaveLength(2);
    expect(Math.max(...records.map(({ length }) => length))).toBeLessThanOrEqual(MAX_RECORD_BYTES);
  });

  it('restores a small message that looks like a chunk', () => {
    const lookalike = toRecords(large(7), newId)[0]?.subarray(0, 40) as Uint8Array;
    const wrapped = toRecords(lookalike, newId);
    expect(wrapped).toHaveLength(1);
    const message = new MessageAssembler(null).addRecord(record(wrapped[0] as Uint8Array));
    expect(message?.value).toEqual(Buffer.from(lookalike));
  });
});

describe('MessageAssembler', () => {
  it('accepts chunks in any order, twice, and between records of other messages', () => {
    const assembler = new MessageAssembler(null);
    const [first, second] = toRecords(large(1), newId) as [Uint8Array, Uint8Array];
    expect(assembler.addRecord(record(second))).toBeUndefined();
    expect(assembler.addRecord(record(second))).toBeUndefined();
    expect(assembler.addRecord(record(Buffer.from('small'), 'b'))?.key).toBe('b');
    const whole = assembler.addRecord(record(first));
    expect(Buffer.compare(whole?.value as Buffer, large(1))).toBe(0);
    expect(assembler.addRecord(record(second))).toBeUndefined();
  });

  it('gives no safe position after the first chunk of an incomplete message', () => {
    const assembler = new MessageAssembler('before');
    const [first, second] = toRecords(large(1), newId) as [Uint8Array, Uint8Array];
    assembler.addRecord(record(first));
    const other = assembler.addRecord(record(Buffer.from('small'), 'b'));
    expect(other?.safePosition).toBe('before');
    const last = record(second);
    expect(assembler.addRecord(last)?.safePosition).toBe(last.sequenceNumber);
    const plain = record(Buffer.from('small'));
    expect(assembler.addRecord(plain)?.safePosition).toBe(plain.sequenceNumber);
  });

  it('forgets the chunks of a publisher that died, by the arrival times of later records', () => {
    const assembler = new MessageAssembler(null);
    const [first] = toRecords(large(1), newId) as [Uint8Array, Uint8Array];
    assembler.addRecord(record(first, 'a', 1_000));
    expect(assembler.addRecord(record(Buffer.from('x'), 'b', 1_000 + FORGET_AFTER_MS))?.safePosition).toBeNull();
    const later = record(Buffer.from('x'), 'b', 1_001 + FORGET_AFTER_MS);
    expect(assembler.addRecord(later)?.safePosition).toBe(later.sequenceNumber);
  });
});
