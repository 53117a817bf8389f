import { createHash } from 'node:crypto';
import {
  makeEvent,
  MAX_EVENT_BYTES,
  NO_CALL_ID,
  parseEvent,
  type EarshotEvent,
  type EventOf,
} from '@earshot/contracts';
import { Failure, type Delivery, type EventBus } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, ManualClock, TestSealer } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { DeadLetterPublisher } from './dead-letter-publisher.js';
import { describeDeadLetter } from './seal-dead-letter.js';

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
  const [logger, clock, sealer] = [new CapturingLogger(), new ManualClock(), new TestSealer()];
  let ids = 0;
  const context = { bus, logger, clock, metrics: new CapturingMetrics(), newId: () => `id-${ids++}` };
  const publishedLetters = () =>
    published.filter(({ topic }) => topic === 'calls.dead').map(({ event }) => event as EventOf<'dead.letter'>);
  const open = async ({ id, callId, data }: EventOf<'dead.letter'>) =>
    Buffer.from(
      await sealer.open(Buffer.from(data.message, 'base64'), describeDeadLetter({ key: callId, ...data, id })),
    );
  const publisher = new DeadLetterPublisher('enrichment', context, sealer);
  return { publisher, published, publishedLetters, open, logger, clock };
}

describe('DeadLetterPublisher', () => {
  it('seals the message, publishes it and reports the problem to the call', async () => {
    const { publisher, published, publishedLetters, open } = setUp();
    await publisher.setAside(delivery(), 'EVENT_NOT_JSON', null);
    const [letter] = publishedLetters() as [EventOf<'dead.letter'>];
    expect(letter.data).toEqual({
      ...{ stage: 'enrichment', topic: 'calls.transcript', code: 'EVENT_NOT_JSON', attempts: 3 },
      ...{ message: expect.any(String), isSealed: true, messageBytes: 3 },
    });
    expect([...(await open(letter))]).toEqual([0, 255, 7]);
    expect(published.map(({ topic, key }) => [topic, key])).toEqual([
      ['calls.dead', 'call-1'],
      ['calls.lifecycle', 'call-1'],
    ]);
  });

  it('cuts a message that does not fit into a letter and marks the letter', async () => {
    const { publisher, publishedLetters, open } = setUp((_topic, value) =>
      expect(value.length).toBeLessThanOrEqual(MAX_EVENT_BYTES),
    );
    const value = new Uint8Array(MAX_EVENT_BYTES).fill(65);
    await publisher.setAside(delivery({ value }), 'EVENT_TOO_LARGE', null);
    const [cut] = publishedLetters() as [EventOf<'dead.letter'>];
    expect(cut.data.isCut).toBe(true);
    const bytes = await open(cut);
    expect(cut.data.messageBytes).toBe(bytes.length);
    expect(bytes.length).toBeGreaterThan(700_000);
    expect(bytes.equals(value.subarray(0, bytes.length))).toBe(true);
    const fits = value.subarray(0, 700_000);
    await publisher.setAside(delivery({ value: fits }), 'EVENT_BAD_DATA', null);
    expect(publishedLetters()[1]?.data).not.toHaveProperty('isCut');
    expect((await open(publishedLetters()[1] as EventOf<'dead.letter'>)).equals(fits)).toBe(true);
  });

  it('keeps only the first 64 KiB of a message that is not JSON', async () => {
    const { publisher, publishedLetters, open } = setUp();
    const notJson = new Uint8Array(MAX_EVENT_BYTES).fill(32);
    await publisher.setAside(delivery({ value: notJson }), 'EVENT_NOT_JSON', null);
    const [letter] = publishedLetters() as [EventOf<'dead.letter'>];
    expect(letter.data.isCut).toBe(true);
    expect(await open(letter)).toHaveLength(65_536);
    await publisher.setAside(delivery({ value: notJson.subarray(0, 65_536) }), 'EVENT_NOT_JSON', null);
    expect(publishedLetters()[1]?.data).not.toHaveProperty('isCut');
  });

  it('publishes the letter without its message if the bus refuses its size', async () => {
    const { publisher, publishedLetters, open } = setUp((topic, value) => {
      if (topic === 'calls.dead' && value.length > 1_000) throw new Failure('BUS_MESSAGE_TOO_LARGE', 'too large');
    });
    await publisher.setAside(delivery({ value: new Uint8Array(5_000) }), 'EVENT_NOT_JSON', null);
    expect(publishedLetters()[0]?.data).toMatchObject({ messageBytes: 0, isCut: true });
    expect(await open(publishedLetters()[0] as EventOf<'dead.letter'>)).toHaveLength(0);
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

  it('leaves no word of the message readable, and no hash of it from which a short word could be guessed', async () => {
    const word = 'yes';
    const value = Buffer.from(`{"text":"${word}"}`);
    const everything: string[] = [];
    const { publisher, publishedLetters, logger } = setUp(
      (_topic, bytes) => void everything.push(Buffer.from(bytes).toString()),
    );
    await publisher.setAside(delivery({ value }), 'EVENT_BAD_DATA', null);
    const [letter] = publishedLetters() as [EventOf<'dead.letter'>];
    const texts = [
      ...everything,
      Buffer.from(letter.data.message, 'base64').toString('latin1'),
      JSON.stringify(logger.lines),
    ];
    for (const text of texts) expect(text).not.toContain(`"${word}"`);
    const place = JSON.stringify(['enrichment', 'calls.transcript', 'call-1']);
    expect(letter.id).not.toBe(createHash('sha256').update(place).update(value).digest('hex').slice(0, 32));
    // Another installation gives the same message another id.
    const other = setUp();
    await other.publisher.setAside(delivery({ value }), 'EVENT_BAD_DATA', null);
    expect(other.publishedLetters()[0]?.id).not.toBe(letter.id);
  });

  it('opens a letter whatever its key holds', async () => {
    const { publisher, publishedLetters, open } = setUp();
    for (const key of ['', '\u0000', '\ud800 half', 'x'.repeat(2_000)])
      await publisher.setAside(delivery({ key }), 'EVENT_NOT_JSON', null);
    for (const letter of publishedLetters()) {
      // As the database stores it.
      const key = (letter.data.key ?? letter.callId).replaceAll('\u0000', '\ufffd').replaceAll('\ud800', '\ufffd');
      expect([...(await open({ ...letter, data: { ...letter.data, key } }))]).toEqual([0, 255, 7]);
    }
    expect(publishedLetters()).toHaveLength(4);
  });

  it('writes no letter about a dead letter and no report about a report', async () => {
    const { publisher, published, logger } = setUp();
    const stamp = { id: 'e', occurredAtMs: 1 };
    const letter = {
      stage: 'gateway',
      topic: 'calls.insight',
      code: 'X',
      attempts: 1,
      message: '',
      isSealed: true,
      messageBytes: 0,
    };
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
