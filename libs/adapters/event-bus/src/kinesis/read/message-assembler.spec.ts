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

describe('messages as records', () => {
  it('sends a message as it is while it fits', () => {
    for (const value of [Buffer.from('{}'), Buffer.alloc(0), Buffer.alloc(MAX_RECORD_BYTES, 1)]) {
      expect(toRecords(value, newId)).toEqual([value]);
      expect(readChunk(value)).toBeUndefined();
    }
  });

  it('cuts what does not fit beside the longest key into records that do', () => {
    const records = toRecords(large(7), newId);
    expect(records).toHaveLength(2);
    expect(Math.max(...records.map(({ length }) => length))).toBeLessThanOrEqual(MAX_RECORD_BYTES);
  });

  it('brings back a small message that looks like a part of a large one', () => {
    const lookalike = toRecords(large(7), newId)[0]?.subarray(0, 40) as Uint8Array;
    const wrapped = toRecords(lookalike, newId);
    expect(wrapped).toHaveLength(1);
    const message = new MessageAssembler(null).take(record(wrapped[0] as Uint8Array));
    expect(message?.value).toEqual(Buffer.from(lookalike));
  });
});

describe('putting messages together', () => {
  it('takes parts in any order, among the records of others, and twice', () => {
    const assembler = new MessageAssembler(null);
    const [first, second] = toRecords(large(1), newId) as [Uint8Array, Uint8Array];
    expect(assembler.take(record(second))).toBeUndefined();
    expect(assembler.take(record(second))).toBeUndefined();
    expect(assembler.take(record(Buffer.from('small'), 'b'))?.key).toBe('b');
    const whole = assembler.take(record(first));
    expect(Buffer.compare(whole?.value as Buffer, large(1))).toBe(0);
    expect(assembler.take(record(second))).toBeUndefined();
  });

  it('lets a checkpoint pass no part of a message that is not whole', () => {
    const assembler = new MessageAssembler('before all');
    const [first, second] = toRecords(large(1), newId) as [Uint8Array, Uint8Array];
    assembler.take(record(first));
    const other = assembler.take(record(Buffer.from('small'), 'b'));
    expect(other?.safePosition).toBe('before all');
    const last = record(second);
    expect(assembler.take(last)?.safePosition).toBe(last.sequenceNumber);
    const plain = record(Buffer.from('small'));
    expect(assembler.take(plain)?.safePosition).toBe(plain.sequenceNumber);
  });

  it('forgets parts whose publisher died, by the time of the records', () => {
    const assembler = new MessageAssembler(null);
    const [first] = toRecords(large(1), newId) as [Uint8Array, Uint8Array];
    assembler.take(record(first, 'a', 1_000));
    expect(assembler.take(record(Buffer.from('x'), 'b', 1_000 + FORGET_AFTER_MS))?.safePosition).toBeNull();
    const later = record(Buffer.from('x'), 'b', 1_001 + FORGET_AFTER_MS);
    expect(assembler.take(later)?.safePosition).toBe(later.sequenceNumber);
  });
});
