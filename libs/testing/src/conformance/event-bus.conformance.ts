import type { Delivery, EventBus, SubscribeOptions } from '@earshot/ports';
import { check, eventually, type ConformanceCase } from './conformance-case.js';

const topic = 'calls.transcript' as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (delivery: Delivery) => new TextDecoder().decode(delivery.value);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const listen = (
  bus: EventBus,
  handle: (delivery: Delivery) => Promise<void> | void,
  options: Partial<Pick<SubscribeOptions, 'as' | 'acknowledge'>> = {},
) =>
  bus.subscribe({
    topic,
    as: { group: 'stage' },
    acknowledge: 'on-return',
    ...options,
    handle: async (delivery) => handle(delivery),
  });

type Case = ConformanceCase<EventBus>;
const withBus =
  (test: (bus: EventBus) => Promise<void>): Case['run'] =>
  async (create) => {
    const bus = await create();
    try {
      await test(bus);
    } finally {
      await bus.close();
    }
  };

/** What every `EventBus` promises. Run by each adapter, and by broken ones that must fail it. */
export const eventBusConformance: readonly Case[] = [
  {
    promise: 'one key comes in order and never side by side, keys run in parallel',
    run: withBus(async (bus) => {
      const seen = new Map<string, string[]>();
      const busy = new Set<string>();
      let sideBySide = 0;
      let most = 0;
      await listen(bus, async (delivery) => {
        if (busy.has(delivery.key)) sideBySide += 1;
        busy.add(delivery.key);
        most = Math.max(most, busy.size);
        await pause(Math.random() * 3);
        seen.set(delivery.key, [...(seen.get(delivery.key) ?? []), text(delivery)]);
        busy.delete(delivery.key);
      });
      for (let n = 0; n < 40; n += 1) for (const key of ['a', 'b', 'c', 'd']) await bus.publish(topic, key, bytes(String(n)));
      await eventually(() => [...seen.values()].flat().length >= 160, '160 messages');
      const expected = Array.from({ length: 40 }, (_, n) => String(n)).join();
      for (const [key, values] of seen) check(values.join() === expected, `order of ${key}: ${values.join()}`);
      check(sideBySide === 0, 'two messages of one key were handled side by side');
      check(most > 1, 'keys were handled one at a time');
    }),
  },
  {
    promise: 'a failed message comes again, before later ones of its key, counting attempts',
    run: withBus(async (bus) => {
      const seen: string[] = [];
      await listen(bus, (delivery) => {
        seen.push(`${text(delivery)}#${delivery.attempt}`);
        if (text(delivery) === '1' && delivery.attempt < 3) throw new Error('not yet');
      });
      for (const value of ['1', '2']) await bus.publish(topic, 'a', bytes(value));
      await eventually(() => seen.includes('2#1'), 'the second message');
      check(seen.join() === '1#1,1#2,1#3,2#1', `seen ${seen.join()}`);
    }),
  },
  {
    promise: 'a call that fails for ever does not stop the others',
    run: withBus(async (bus) => {
      const seen: string[] = [];
      await listen(bus, (delivery) => {
        if (delivery.key === 'poisoned') throw new Error('poison');
        seen.push(delivery.key);
      });
      await bus.publish(topic, 'poisoned', bytes('x'));
      for (let n = 0; n < 50; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
      await eventually(() => seen.length === 50, 'the other 50 calls');
    }),
  },
  {
    promise: 'members of a group share, groups do not',
    run: withBus(async (bus) => {
      const first: string[] = [];
      const second: string[] = [];
      const other: string[] = [];
      await listen(bus, (delivery) => void first.push(delivery.key));
      await listen(bus, (delivery) => void second.push(delivery.key));
      await listen(bus, (delivery) => void other.push(delivery.key), { as: { group: 'other stage' } });
      for (let n = 0; n < 100; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
      await eventually(() => first.length + second.length >= 100 && other.length >= 100, '100 messages a group');
      await pause(20);
      check(first.length + second.length === 100, `a group saw ${first.length + second.length} of 100`);
      check(first.length > 0 && second.length > 0, 'one member got everything');
      check(other.length === 100, `the other group saw ${other.length} of 100`);
    }),
  },
  {
    promise: 'every instance hears every message',
    run: withBus(async (bus) => {
      const heard: number[] = [0, 0, 0];
      for (const instance of heard.keys()) {
        await listen(bus, () => void (heard[instance] = (heard[instance] ?? 0) + 1), { as: { everyInstance: true } });
      }
      for (let n = 0; n < 30; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
      await eventually(() => heard.every((count) => count === 30), '30 messages for each of 3');
    }),
  },
  {
    promise: 'what was not acknowledged goes to the next owner, what was does not',
    run: withBus(async (bus) => {
      const first: string[] = [];
      const owner = await listen(
        bus,
        (delivery) => {
          first.push(text(delivery));
          if (text(delivery) === '1') delivery.acknowledge();
        },
        { acknowledge: 'manual' },
      );
      for (const value of ['1', '2', '3']) await bus.publish(topic, 'a', bytes(value));
      await eventually(() => first.length === 3, 'three messages');
      await owner.close();
      const next: string[] = [];
      await listen(bus, (delivery) => void next.push(text(delivery)));
      await eventually(() => next.includes('3'), 'the third message again');
      check(next.join() === '2,3', `the next owner saw ${next.join()}`);
    }),
  },
  {
    promise: 'close waits for the handler under way and hands over nothing afterwards',
    run: withBus(async (bus) => {
      let finished = false;
      let started = 0;
      const subscription = await listen(bus, async () => {
        started += 1;
        await pause(50);
        finished = true;
      });
      for (let n = 0; n < 5; n += 1) await bus.publish(topic, 'a', bytes('x'));
      await eventually(() => started === 1, 'the first message');
      await subscription.close();
      check(finished, 'close did not wait for the handler');
      const atClose = started;
      await pause(80);
      check(started === atClose, 'a message came after close');
    }),
  },
  {
    promise: 'a message of a megabyte arrives whole, a larger one is refused',
    run: withBus(async (bus) => {
      const big = new Uint8Array(1_048_576).map((_, at) => at % 251);
      const got: Uint8Array[] = [];
      await listen(bus, (delivery) => void got.push(delivery.value));
      await bus.publish(topic, 'a', big);
      await eventually(() => got.length === 1, 'the message');
      check(Buffer.compare(Buffer.from(big), Buffer.from(got[0] ?? [])) === 0, 'its bytes changed');
      const refusal = await bus.publish(topic, 'a', new Uint8Array(1_048_577)).then(
        () => 'nothing',
        (error: { code?: string }) => error.code,
      );
      check(refusal === 'BUS_MESSAGE_TOO_LARGE', `refused with ${refusal}`);
    }),
  },
  {
    promise: 'publishing after close is refused',
    run: async (create) => {
      const bus = await create();
      await bus.close();
      const refusal = await bus.publish(topic, 'a', bytes('x')).then(
        () => 'nothing',
        (error: { code?: string }) => error.code,
      );
      check(refusal === 'BUS_CLOSED', `refused with ${refusal}`);
    },
  },
];
