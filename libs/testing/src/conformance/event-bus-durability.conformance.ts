import type { Delivery } from '@earshot/ports';
import { check, eventually as eventuallyWithin } from './conformance-case.js';
import { bytes, listen, pause, text, topic, withBus, type EventBusCase } from './event-bus-case.js';

/** Acknowledges the messages of one key one after the other, in two groups, beside an instance that never acknowledges. */
export function durabilityCase(patienceMs: number): EventBusCase {
  const eventually = (condition: () => boolean, what: string) => eventuallyWithin(condition, what, patienceMs);
  return {
    promise:
      'says that the messages of a key are durable when every group acknowledged them, or at once if the bus is durable',
    run: withBus(async (bus) => {
      const one = new Map<string, Delivery>();
      const two = new Map<string, Delivery>();
      const keep = (deliveries: Map<string, Delivery>) => (delivery: Delivery) =>
        void deliveries.set(text(delivery), delivery);
      await listen(bus, keep(one), { acknowledge: 'manual' });
      await listen(bus, keep(two), { as: { group: 'other stage' }, acknowledge: 'manual' });
      await listen(bus, () => {}, { as: { everyInstance: true }, acknowledge: 'manual' });
      const watch = (key: string) => {
        const watched = { isDurable: false };
        void bus.whenDurable(topic, key).then(
          () => (watched.isDurable = true),
          () => {},
        );
        return watched;
      };

      const unused = watch('unused');
      await eventually(() => unused.isDurable, 'the report on a key without messages');
      for (const value of ['1', '2']) await bus.publish(topic, 'a', bytes(value));
      await bus.publish(topic, 'b', bytes('of another key'));
      const first = watch('a');
      if (bus.isDurable) return eventually(() => first.isDurable, 'the report of a durable bus');
      await bus.publish(topic, 'a', bytes('3'));
      const second = watch('a');
      await eventually(() => one.size === 4 && two.size === 4, 'four messages in each group');

      const acknowledge = async (group: Map<string, Delivery>, value: string) => {
        group.get(value)?.acknowledge();
        await pause(20);
      };
      await acknowledge(one, '2');
      await acknowledge(one, '1');
      check(!first.isDurable, 'durable when one of two groups had acknowledged');
      await acknowledge(two, '2');
      check(!first.isDurable, 'durable while an earlier message was unacknowledged');
      await acknowledge(two, '1');
      await eventually(() => first.isDurable, 'the report on two acknowledged messages');
      check(!second.isDurable, 'durable while the last message was unacknowledged');
      await acknowledge(one, '3');
      await acknowledge(two, '3');
      await eventually(() => second.isDurable, 'the report on three acknowledged messages');
    }),
  };
}
