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
import { DeadLetterPublisher } from './dead-letter-publisher.js';

const delivery = (over: Partial<Delivery> = {}): Delivery => ({
  topic: 'calls.transcript',
  key: 'call-1',
  value: Uint8Array.of(0, 255, 7),
  partition: 0,
  attempt: 3,
  acknowledge: () => undefined,
  ...over,
});

function setUp(publish: (topic: string, value: Uint8Array) => void = () => undefined) {
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
  const publishedLetters = () =>
    published.filter(({ topic }) => topic === 'calls.dead').map(({ event }) => event as EventOf<'dead.letter'>);
  return { publisher: new DeadLetterPublisher('enrichment', context), published, publishedLetters, logger, clock };
}

describe('DeadLetterPublisher', () => {
  it('publishes the message unchanged and reports the problem to the call', async () => {
    const { publisher, published, publishedLetters } = setUp();
    await publisher.setAside(delivery(), 'EVENT_NOT_JSON', null);
    const message = Buffer.from([0, 255, 7]).toString('base64');
    expect(publishedLetters()[0]?.data).toEqual({
      ...{ stage: 'enrichment', topic: 'calls.transcript', code: 'EVENT_NOT_JSON', attempts: 3, message },
    });
    expect(published.map(({ topic, key }) => [topic, key])).toEqual([
      ['calls.dead', 'call-1'],
      ['calls.lifecycle', 'call-1'],
    ]);
  });

  it('cuts a message that does not fit into a letter and marks the letter', async () => {
    const { publisher, publishedLetters } = setUp((_topic, value) =>
      expect(value.length).toBeLessThanOrEqual(MAX_EVENT_BYTES),
    );
    const value = new Uint8Array(MAX_EVENT_BYTES).fill(65);
    await publisher.setAside(delivery({ value }), 'EVENT_TOO_LARGE', null);
    const { data } = publishedLetters()[0] as EventOf<'dead.letter'>;
    expect(data.isCut).toBe(true);
    const bytes = Buffer.from(data.message, 'base64');
    expect(bytes.length).toBeGreaterThan(700_000);
    expect(bytes.equals(value.subarray(0, bytes.length))).toBe(true);
    const fits = value.subarray(0, 700_000);
    await publisher.setAside(delivery({ value: fits }), 'EVENT_BAD_DATA', null);
    expect(publishedLetters()[1]?.data).not.toHaveProperty('isCut');
    expect(Buffer.from(publishedLetters()[1]?.data.message ?? '', 'base64').equals(fits)).toBe(true);
  });

  it('keeps only the first 64 KiB of a message that is not JSON', async () => {
    const { publisher, publishedLetters } = setUp();
    const notJson = new Uint8Array(MAX_EVENT_BYTES).fill(32);
    await publisher.setAside(delivery({ value: notJson }), 'EVENT_NOT_JSON', null);
    const { data } = publishedLetters()[0] as EventOf<'dead.letter'>;
    expect(data.isCut).toBe(true);
    expect(Buffer.from(data.message, 'base64')).toHaveLength(65_536);
    await publisher.setAside(delivery({ value: notJson.subarray(0, 65_536) }), 'EVENT_NOT_JSON', null);
    expect(publishedLetters()[1]?.data).not.toHaveProperty('isCut');
  });

  it('publishes the letter without its message if the bus refuses its size', async () => {
    const { publisher, publishedLetters } = setUp((topic, value) => {
      if (topic === 'calls.dead' && value.length > 1_000) throw new Failure('BUS_MESSAGE_TOO_LARGE', 'too large');
    });
    await publisher.setAside(delivery({ value: new Uint8Array(5_000) }), 'EVENT_NOT_JSON', null);
    expect(publishedLetters()[0]?.data).toMatchObject({ message: '', isCut: true });
  });

  it('publishes a letter without a call if the key names none', async () => {
    const { publisher, published, publishedLetters } = setUp();
    await publisher.setAside(delivery({ key: '' }), 'EVENT_NOT_JSON', null);
    await publisher.setAside(delivery({ key: 'x'.repeat(2_000) }), 'EVENT_NOT_JSON', null);
    expect(publishedLetters().map(({ callId, data }) => [callId, data.key?.length, data.isCut])).toEqual([
      [NO_CALL_ID, 0, undefined],
      [NO_CALL_ID, 512, true],
    ]);
    expect(published.map(({ topic }) => topic)).toEqual(['calls.dead', 'calls.dead']);
  });

  it('rejects if it cannot publish, so that the bus delivers again, and gives the repeated letter the same id', async () => {
    let isBusAway = true;
    const { publisher, published, publishedLetters } = setUp((topic) => {
      if (isBusAway && topic === 'calls.lifecycle') throw new Failure('BUS_UNAVAILABLE', 'away', { retryable: true });
    });
    await expect(publisher.setAside(delivery(), 'UNEXPECTED', null)).rejects.toMatchObject({ code: 'BUS_UNAVAILABLE' });
    isBusAway = false;
    await publisher.setAside(delivery({ attempt: 4 }), 'UNEXPECTED', null);
    await publisher.setAside(delivery({ value: Uint8Array.of(1) }), 'UNEXPECTED', null);
    const ids = publishedLetters().map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(published).toHaveLength(5);
  });

  it('writes no letter about a dead letter and no report about a report', async () => {
    const { publisher, published, logger } = setUp();
    const stamp = { id: 'e', occurredAtMs: 1 };
    const letter = { stage: 'gateway', topic: 'calls.insight', code: 'X', attempts: 1, message: '' };
    await publisher.setAside(
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
    await publisher.setAside(delivery(), 'STORE_REFUSED', problem);
    expect(published.map(({ topic }) => topic)).toEqual(['calls.dead']);
  });
});
