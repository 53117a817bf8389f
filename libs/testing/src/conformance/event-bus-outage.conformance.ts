import type { Delivery } from '@earshot/ports';
import { check, eventually as eventuallyWithin } from './conformance-case.js';
import { bytes, listen, pause, text, topic, withBus, type EventBusCase } from './event-bus-case.js';

/** Stops the servers of a bus and starts them again. */
export interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** For a bus with servers: during an outage it loses no message and keeps their order, and afterwards it continues by itself. */
export function eventBusOutageConformance(outage: Outage, patienceMs: number): EventBusCase {
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
