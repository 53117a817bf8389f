import { check, eventually as eventuallyWithin } from './conformance-case.js';
import { bytes, listen, pause, text, topic, withBus, type EventBusCase } from './event-bus-case.js';

/** Lets a second member join a group and the first one leave. */
export function partitionMoveCase(patienceMs: number): EventBusCase {
  const eventually = (condition: () => boolean, what: string) => eventuallyWithin(condition, what, patienceMs);
  return {
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
            if (lost.has(partition)) wrong.push(`${name} handled a message of partition ${partition} after losing it`);
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
  };
}
