import { check, PATIENCE_MS, eventually as eventuallyWithin } from './conformance-case.js';
import { bytes, listen, pause, text, topic, withBus, type EventBusCase } from './event-bus-case.js';
import { durabilityCase } from './event-bus-durability.conformance.js';
import { partitionMoveCase } from './event-bus-partition-move.conformance.js';

/** The promises of every `EventBus`. Each adapter must pass them, and each broken bus must fail its case. */
export const eventBusConformance: readonly EventBusCase[] = eventBusConformanceWithin(PATIENCE_MS);

/** The same with another limit, for a broken bus that never delivers. `patienceMs`: how long a case waits for a message. */
export function eventBusConformanceWithin(patienceMs: number): readonly EventBusCase[] {
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
    durabilityCase(patienceMs),
    partitionMoveCase(patienceMs),
  ];
}
