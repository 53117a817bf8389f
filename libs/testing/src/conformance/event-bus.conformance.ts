import type { Delivery, EventBus, SubscribeOptions } from '@earshot/ports';
import { check, eventually as eventuallyWithin, type ConformanceCase } from './conformance-case.js';

const topic = 'calls.transcript' as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (delivery: Delivery) => new TextDecoder().decode(delivery.value);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const listen = (
  bus: EventBus,
  handle: (delivery: Delivery) => Promise<void> | void,
  options: Partial<Pick<SubscribeOptions, 'as' | 'acknowledge' | 'onLost'>> = {},
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

/** The promises of every `EventBus`. Each adapter must pass them, and each broken bus must fail its case. */
export const eventBusConformance: readonly Case[] = eventBusConformanceWithin(5_000);

/** The same for a bus whose servers need longer. `patienceMs`: how long a case waits for a message. */
export function eventBusConformanceWithin(patienceMs: number): readonly Case[] {
  const eventually = (condition: () => boolean, what: string) => eventuallyWithin(condition, what, patienceMs);
  return [
    {
      promise: 'handles the messages of one key in order and one at a time, and different keys in parallel',
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
        for (let n = 0; n < 40; n += 1)
          for (const key of ['a', 'b', 'c', 'd']) await bus.publish(topic, key, bytes(String(n)));
        await eventually(() => [...seen.values()].flat().length >= 160, '160 messages');
        const expected = Array.from({ length: 40 }, (_, n) => String(n)).join();
        for (const [key, values] of seen) check(values.join() === expected, `order of ${key}: ${values.join()}`);
        check(sideBySide === 0, 'two messages of one key were handled at the same time');
        check(most > 1, 'keys were handled one at a time');
      }),
    },
    {
      promise: 'delivers a failed message again before later ones of its key, and counts the attempts',
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
      promise: 'continues with other calls when the messages of one call fail for ever',
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
      promise: 'delivers each message to one member of each group',
      run: withBus(async (bus) => {
        const first: string[] = [];
        const second: string[] = [];
        const other: string[] = [];
        await listen(bus, (delivery) => void first.push(delivery.key));
        await listen(bus, (delivery) => void second.push(delivery.key));
        await listen(bus, (delivery) => void other.push(delivery.key), { as: { group: 'other stage' } });
        for (let n = 0; n < 100; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
        await eventually(() => first.length + second.length >= 100 && other.length >= 100, '100 messages per group');
        await pause(20);
        check(first.length + second.length === 100, `a group saw ${first.length + second.length} of 100`);
        check(first.length > 0 && second.length > 0, 'one member got everything');
        check(other.length === 100, `the other group saw ${other.length} of 100`);
      }),
    },
    {
      promise: 'delivers every message to every instance',
      run: withBus(async (bus) => {
        const counts: number[] = [0, 0, 0];
        for (const instance of counts.keys()) {
          const count = () => void (counts[instance] = (counts[instance] ?? 0) + 1);
          await listen(bus, count, { as: { everyInstance: true } });
        }
        for (let n = 0; n < 30; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
        await eventually(() => counts.every((count) => count === 30), '30 messages at each of 3 instances');
      }),
    },
    {
      promise: 'delivers only unacknowledged messages to the next owner',
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
      promise: 'waits for running handlers on close and delivers nothing afterwards',
      run: withBus(async (bus) => {
        let finished = false;
        let started = 0;
        const subscription = await listen(bus, async () => {
          started += 1;
          await pause(50);
          finished = true;
        });
        for (let n = 0; n < 5; n += 1) await bus.publish(topic, 'a', bytes('x'));
        await eventually(() => started > 0, 'the first message');
        await subscription.close();
        check(finished, 'close did not wait for the handler');
        const atClose = started;
        await pause(80);
        check(started === atClose, 'a message came after close');
      }),
    },
    {
      promise: 'delivers a message of 1 MiB unchanged and refuses a larger one',
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
      promise: 'refuses to publish after close',
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
    {
      promise: 'continues with other keys while one handler is slow',
      run: withBus(async (bus) => {
        let release = () => {};
        const released = new Promise<void>((resolve) => (release = resolve));
        const seen: string[] = [];
        await listen(bus, async (delivery) => {
          if (delivery.key === 'slow') await released;
          seen.push(delivery.key);
        });
        try {
          await bus.publish(topic, 'slow', bytes('x'));
          for (let n = 0; n < 50; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
          await eventually(() => seen.length === 50, 'the other 50 calls');
          check(!seen.includes('slow'), 'the slow one was not slow');
        } finally {
          release();
        }
        await eventually(() => seen.includes('slow'), 'the slow one');
      }),
    },
    {
      promise: 'does not deliver handled messages again to the next owner',
      run: withBus(async (bus) => {
        const first: string[] = [];
        const owner = await listen(bus, (delivery) => void first.push(text(delivery)));
        for (let n = 0; n < 10; n += 1) await bus.publish(topic, `call-${n % 3}`, bytes(String(n)));
        await eventually(() => first.length === 10, 'ten messages');
        await owner.close();
        const next: string[] = [];
        await listen(bus, (delivery) => void next.push(text(delivery)));
        await bus.publish(topic, 'call-0', bytes('later'));
        await eventually(() => next.includes('later'), 'the later message');
        check(next.join() === 'later', `the next owner saw ${next.join()}`);
      }),
    },
    {
      promise: 'delivers no earlier messages to a new instance',
      run: withBus(async (bus) => {
        await bus.publish(topic, 'a', bytes('before'));
        const seen: string[] = [];
        await listen(bus, (delivery) => void seen.push(text(delivery)), { as: { everyInstance: true } });
        await bus.publish(topic, 'a', bytes('after'));
        await eventually(() => seen.includes('after'), 'the message');
        check(seen.join() === 'after', `seen ${seen.join()}`);
      }),
    },
    {
      promise:
        'moves partitions when a member joins or leaves: tells the former owner, delivers unacknowledged messages again, and never lets two members handle one partition',
      run: withBus(async (bus) => {
        const calls = Array.from({ length: 48 }, (_, n) => `call-${n}`);
        const busy = new Map<number, string>();
        const wrong: string[] = [];
        const member = (name: string) => ({
          name,
          seen: [] as string[],
          partitions: new Set<number>(),
          lost: new Set<number>(),
        });
        const one = member('one');
        const two = member('two');
        const join = ({ name, seen, partitions, lost }: typeof one) =>
          listen(
            bus,
            async (delivery) => {
              const { partition, key } = delivery;
              const other = busy.get(partition);
              if (other !== undefined && other !== name)
                wrong.push(`${name} handled a message of partition ${partition} while ${other} did`);
              if (lost.has(partition))
                wrong.push(`${name} handled a message of partition ${partition} after losing it`);
              busy.set(partition, name);
              await pause(30);
              if (busy.get(partition) === name) busy.delete(partition);
              partitions.add(partition);
              seen.push(`${key}:${text(delivery)}`);
              // These stay unacknowledged, so each new owner of the partition gets them again.
              if (text(delivery) !== 'kept back') delivery.acknowledge();
            },
            {
              acknowledge: 'manual',
              onLost: (partitionsLost) => partitionsLost.forEach((partition) => lost.add(partition)),
            },
          );
        const first = await join(one);
        for (const call of calls) await bus.publish(topic, call, bytes('kept back'));
        await eventually(() => one.seen.length === calls.length, 'a message of every call at the only member');

        const publishing = Promise.all(calls.map((call) => bus.publish(topic, call, bytes('while moving'))));
        const second = await join(two);
        await publishing;
        const both = () => [...one.seen, ...two.seen];
        await eventually(
          () => calls.every((call) => both().includes(`${call}:while moving`)),
          'a message of every call while partitions moved',
        );
        await eventually(
          () => two.seen.some((seen) => seen.endsWith('kept back')),
          'an unacknowledged message at the new member',
        );
        await eventually(
          () => one.lost.size > 0 && [...two.partitions].every((partition) => one.lost.has(partition)),
          'the report of lost partitions to the former owner',
        );
        check(one.lost.size < one.partitions.size, 'the former owner lost all partitions to a second member');
        const keptBack = () => two.seen.filter((seen) => seen.endsWith('kept back')).length;

        const lostBefore = one.lost.size;
        await first.close();
        check(one.lost.size === lostBefore, 'close reported partitions as lost');
        await eventually(() => keptBack() >= calls.length, 'the unacknowledged messages of the member that left');
        for (const call of calls) await bus.publish(topic, call, bytes('alone'));
        await eventually(
          () => calls.every((call) => two.seen.includes(`${call}:alone`)),
          'a message of every call at the member that stayed',
        );
        check(!one.seen.some((seen) => seen.endsWith('alone')), 'the member that left got a message');
        check(two.lost.size === 0, 'the member that stayed lost a partition');
        check(wrong.length === 0, wrong.slice(0, 5).join('; '));
        await second.close();
      }),
    },
  ];
}

/** Stops the servers of a bus and starts them again. */
export interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** For a bus with servers: during an outage it loses no message and keeps their order, and afterwards it continues by itself. */
export function eventBusOutageConformance(outage: Outage, patienceMs: number): Case {
  return {
    promise: 'delivers messages that were published during an outage, in order, when the servers are back',
    run: withBus(async (bus) => {
      const seen = new Map<string, string[]>();
      const seenByInstance = new Map<string, string[]>();
      const collectIn = (all: Map<string, string[]>) => (delivery: Delivery) => {
        // Delivery is at least once: a message whose acknowledgement the servers lost comes twice.
        const before = all.get(delivery.key) ?? [];
        if (!before.includes(text(delivery))) all.set(delivery.key, [...before, text(delivery)]);
      };
      await listen(bus, collectIn(seen));
      await listen(bus, collectIn(seenByInstance), { as: { everyInstance: true } });
      const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      const publish = (value: string) => Promise.all(keys.map((key) => bus.publish(topic, key, bytes(value))));
      const values = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
      const publishing: Promise<unknown>[] = [];
      for (const value of values.slice(0, 20)) await publish(value);
      await outage.begin();
      let safe = 0;
      for (const value of values.slice(20, 40)) publishing.push(publish(value).then(() => (safe += 1)));
      await pause(1_000);
      check(safe === 0, 'publish resolved while no server could keep the message');
      await outage.end();
      await Promise.all(publishing);
      for (const value of values.slice(40)) await publish(value);
      for (const all of [seen, seenByInstance]) {
        await eventuallyWithin(
          () => keys.every((key) => all.get(key)?.length === values.length),
          'all messages',
          patienceMs,
        );
        for (const key of keys)
          check(all.get(key)?.join() === values.join(), `order of ${key}: ${all.get(key)?.join()}`);
      }
    }),
  };
}
