import {
  makeEvent,
  MAX_EVENT_BYTES,
  NO_CALL_ID,
  parseEvent,
  type EarshotEvent,
  type EventOf,
} from '@earshot/contracts';
import { Failure, type Delivery, type EventBus } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { DeadLetters } from './dead-letters.js';

const delivery = (over: Partial<Delivery> = {}): Delivery => ({
  topic: 'calls.transcript',
  key: 'call-1',
  value: Uint8Array.of(0, 255, 7),
  partition: 0,
  attempt: 3,
  acknowledge: () => undefined,
  ...over,
});

function letters(publish: (topic: string, value: Uint8Array) => void = () => undefined) {
  const published: { topic: string; key: string; event: EarshotEvent }[] = [];
  const bus = {
    publish: async (topic: string, key: string, value: Uint8Array) => {
      publish(topic, value);
      const event = parseEvent(value);
      if (!event.ok) throw new Error(event.error.detail);
      published.push({ topic, key, event: event.value });
    },
  } as unknown as EventBus;
  const [logger, clock] = [new CapturingLogger(), new ManualClock()];
  let ids = 0;
  const context = { bus, logger, clock, metrics: new CapturingMetrics(), newId: () => `id-${ids++}` };
  const kept = () =>
    published.filter(({ topic }) => topic === 'calls.dead').map(({ event }) => event as EventOf<'dead.letter'>);
  return { deadLetters: new DeadLetters('enrichment', context), published, kept, logger, clock };
}

describe('DeadLetters', () => {
  it('keeps the message as it was and tells the call', async () => {
    const { deadLetters, published, kept } = letters();
    await deadLetters.add(delivery(), 'EVENT_NOT_JSON', null);
    const message = Buffer.from([0, 255, 7]).toString('base64');
    expect(kept()[0]?.data).toEqual({
      ...{ stage: 'enrichment', topic: 'calls.transcript', code: 'EVENT_NOT_JSON', attempts: 3, message },
    });
    expect(published.map(({ topic, key }) => [topic, key])).toEqual([
      ['calls.dead', 'call-1'],
      ['calls.lifecycle', 'call-1'],
    ]);
  });

  it('cuts what would not fit into a letter, and says so', async () => {
    const { deadLetters, kept } = letters((_topic, value) => expect(value.length).toBeLessThanOrEqual(MAX_EVENT_BYTES));
    const value = new Uint8Array(MAX_EVENT_BYTES).fill(65);
    await deadLetters.add(delivery({ value }), 'EVENT_TOO_LARGE', null);
    const { data } = kept()[0] as EventOf<'dead.letter'>;
    expect(data.isCut).toBe(true);
    const bytes = Buffer.from(data.message, 'base64');
    expect(bytes.length).toBeGreaterThan(700_000);
    expect(bytes.equals(value.subarray(0, bytes.length))).toBe(true);
    const fits = value.subarray(0, 700_000);
    await deadLetters.add(delivery({ value: fits }), 'EVENT_BAD_DATA', null);
    expect(kept()[1]?.data).not.toHaveProperty('isCut');
    expect(Buffer.from(kept()[1]?.data.message ?? '', 'base64').equals(fits)).toBe(true);
  });

  it('keeps the beginning of what no version could read, and any audio whole', async () => {
    const { deadLetters, kept } = letters();
    const noise = new Uint8Array(MAX_EVENT_BYTES).fill(32);
    await deadLetters.add(delivery({ value: noise }), 'EVENT_NOT_JSON', null);
    const { data } = kept()[0] as EventOf<'dead.letter'>;
    expect(data.isCut).toBe(true);
    expect(Buffer.from(data.message, 'base64')).toHaveLength(65_536);
    await deadLetters.add(delivery({ value: noise.subarray(0, 65_536) }), 'EVENT_NOT_JSON', null);
    expect(kept()[1]?.data).not.toHaveProperty('isCut');
  });

  it('keeps the letter without its message where the bus takes less', async () => {
    const { deadLetters, kept } = letters((topic, value) => {
      if (topic === 'calls.dead' && value.length > 1_000) throw new Failure('BUS_MESSAGE_TOO_LARGE', 'too large');
    });
    await deadLetters.add(delivery({ value: new Uint8Array(5_000) }), 'EVENT_NOT_JSON', null);
    expect(kept()[0]?.data).toMatchObject({ message: '', isCut: true });
  });

  it('loses nothing whose key tells no call', async () => {
    const { deadLetters, published, kept } = letters();
    await deadLetters.add(delivery({ key: '' }), 'EVENT_NOT_JSON', null);
    await deadLetters.add(delivery({ key: 'x'.repeat(2_000) }), 'EVENT_NOT_JSON', null);
    expect(kept().map(({ callId, data }) => [callId, data.key?.length, data.isCut])).toEqual([
      [NO_CALL_ID, 0, undefined],
      [NO_CALL_ID, 512, true],
    ]);
    expect(published.map(({ topic }) => topic)).toEqual(['calls.dead', 'calls.dead']);
  });

  it('rejects where the letter cannot be published, so that the message stays with the bus; then it is one letter', async () => {
    let isAway = true;
    const { deadLetters, published, kept } = letters((topic) => {
      if (isAway && topic === 'calls.lifecycle') throw new Failure('BUS_UNAVAILABLE', 'away', { retryable: true });
    });
    await expect(deadLetters.add(delivery(), 'UNEXPECTED', null)).rejects.toMatchObject({ code: 'BUS_UNAVAILABLE' });
    isAway = false;
    await deadLetters.add(delivery({ attempt: 4 }), 'UNEXPECTED', null);
    await deadLetters.add(delivery({ value: Uint8Array.of(1) }), 'UNEXPECTED', null);
    const ids = kept().map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(published).toHaveLength(5);
  });

  it('does not write letters about letters that cannot be kept, nor failures about failures', async () => {
    const { deadLetters, published, logger } = letters();
    const stamp = { id: 'e', occurredAtMs: 1 };
    const letter = { stage: 'gateway', topic: 'calls.insight', code: 'X', attempts: 1, message: '' };
    await deadLetters.add(
      delivery({ topic: 'calls.dead' }),
      'STORE_REFUSED',
      makeEvent('dead.letter', NO_CALL_ID, letter, stamp),
    );
    expect(published).toEqual([]);
    expect(logger.lines.map(({ level }) => level)).toEqual(['error']);
    const problem = makeEvent(
      'processing.failed',
      'call-1' as never,
      { stage: 'gateway', code: 'X', message: '' },
      stamp,
    );
    await deadLetters.add(delivery(), 'STORE_REFUSED', problem);
    expect(published.map(({ topic }) => topic)).toEqual(['calls.dead']);
  });
});
