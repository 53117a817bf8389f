import { encodeEvent, eventExamples, parseEvent, type EarshotEvent, type TopicName } from '@earshot/contracts';
import { sealEventBus } from '@earshot/event-bus';
import { createMessageSealer, LocalMasterKey } from '@earshot/keys';
import type { Delivery, EventBus } from '@earshot/ports';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger, InMemoryShardLeases } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { busKinds, busServers, openBus, until, type BusServer } from './support/bus-servers.js';

const WORD = 'marigold';
const TONE = Buffer.from('a tone that nobody may find again');
const masterKey = new LocalMasterKey([randomBytes(32)]);
const segment = eventExamples['transcript.segment'];
const spoken: EarshotEvent = { ...segment, data: { ...segment.data, text: `my password is ${WORD}` } };
const frame: EarshotEvent = { ...eventExamples['audio.frame'], payload: new Uint8Array(Buffer.alloc(6_400, TONE)) };
const sent: readonly { topic: TopicName; event: EarshotEvent }[] = [
  { topic: 'calls.audio', event: frame },
  { topic: 'calls.transcript', event: spoken },
  { topic: 'calls.lifecycle', event: eventExamples['call.started'] },
];

describe.each(busKinds.filter((kind) => kind !== 'embedded'))('messages on the %s bus', (kind) => {
  let server: BusServer;
  const buses: EventBus[] = [];
  beforeAll(async () => void (server = await busServers[kind]()), 180_000);
  afterAll(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    await server.dispose();
  }, 60_000);

  const open = (): EventBus => {
    const bus = openBus(kind, server, { logger: new CapturingLogger(), leases: new InMemoryShardLeases(systemClock) });
    buses.push(bus);
    return bus;
  };
  /** The deliveries that one more process gets. */
  const listen = async (bus: EventBus): Promise<Delivery[]> => {
    const deliveries: Delivery[] = [];
    for (const { topic } of sent)
      await bus.subscribe({
        ...{ topic, as: { everyInstance: true }, acknowledge: 'on-return' },
        handle: async (delivery) => void deliveries.push(delivery),
      });
    return deliveries;
  };
  const onTopic = (deliveries: readonly Delivery[], wanted: TopicName) =>
    deliveries.filter(({ topic }) => topic === wanted).map(({ value }) => Buffer.from(value));

  it('hold neither words nor audio in the broker, and every stage gets the exact bytes', async () => {
    const stored = await listen(open());
    const stage = await listen(sealEventBus(open(), createMessageSealer(masterKey)));
    const publisher = sealEventBus(open(), createMessageSealer(masterKey));
    for (const { topic, event } of sent) await publisher.publish(topic, event.callId, encodeEvent(event));
    await until(() => stored.length === sent.length && stage.length === sent.length);
    for (const { topic, event } of sent) {
      expect(onTopic(stage, topic)).toEqual([Buffer.from(encodeEvent(event))]);
      const [bytes = Buffer.alloc(0)] = onTopic(stored, topic);
      expect([bytes.includes(WORD), bytes.includes(TONE.subarray(0, 8))]).toEqual([false, false]);
      const isSealed = topic !== 'calls.lifecycle';
      expect(bytes.includes(masterKey.newestVersion)).toBe(isSealed);
      // A process without the master key can tell why it reads no event.
      expect(parseEvent(bytes)).toMatchObject(isSealed ? { ok: false, error: { code: 'EVENT_SEALED' } } : { ok: true });
    }
  }, 240_000);

  it('of an earlier version are read as they are', async () => {
    const stage = await listen(sealEventBus(open(), createMessageSealer(masterKey)));
    await open().publish('calls.transcript', spoken.callId, encodeEvent(spoken));
    await until(() => stage.length === 1);
    expect(onTopic(stage, 'calls.transcript')).toEqual([Buffer.from(encodeEvent(spoken))]);
  }, 240_000);
});
