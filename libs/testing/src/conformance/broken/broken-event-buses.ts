import type { TopicName } from '@earshot/contracts';
import type { EventBus, SubscribeOptions } from '@earshot/ports';

type Break = (bus: EventBus) => Partial<EventBus>;
const changeSubscriptions = (
  bus: EventBus,
  change: (options: SubscribeOptions) => SubscribeOptions,
): Partial<EventBus> => ({
  subscribe: (options) => bus.subscribe(change(options)),
});

const movingPromise =
  'moves partitions when a member joins or leaves: tells the former owner, delivers unacknowledged messages again, and never lets two members handle one partition';

const durablePromise =
  'says that the messages of a key are durable when every group acknowledged them, or at once if the bus is durable';

/** Broken buses: each wraps a good bus and must fail the conformance case of the promise in `breaks`. */
export const brokenEventBuses: Readonly<Record<string, { breaks: string; make: Break }>> = {
  'handles messages of one key at the same time': {
    breaks: 'handles the messages of one key in order and one at a time, and different keys in parallel',
    make: (bus) =>
      changeSubscriptions(bus, (options) => ({
        ...options,
        handle: async (delivery) => void options.handle(delivery),
      })),
  },
  'drops a failed message': {
    breaks: 'delivers a failed message again before later ones of its key, and counts the attempts',
    make: (bus) =>
      changeSubscriptions(bus, (options) => ({
        ...options,
        handle: (delivery) => options.handle(delivery).catch(() => undefined),
      })),
  },
  'lets one failing call stop all others': {
    breaks: 'continues with other calls when the messages of one call fail for ever',
    make: (bus) => {
      let chain = Promise.resolve();
      return changeSubscriptions(bus, (options) => ({
        ...options,
        handle: (delivery) => {
          // The limit is longer than the case waits, but finite, because closing the bus waits for handlers.
          const untilDone = async (triesLeft = 600): Promise<void> => {
            await options.handle(delivery).catch(async () => {
              await new Promise((resolve) => setTimeout(resolve, 10));
              if (triesLeft > 0) await untilDone(triesLeft - 1);
            });
          };
          return (chain = chain.then(() => untilDone()));
        },
      }));
    },
  },
  'gives every member every message': {
    breaks: 'delivers each message to one member of each group',
    make: (bus) => changeSubscriptions(bus, (options) => ({ ...options, as: { everyInstance: true } })),
  },
  'shares messages that every instance must get': {
    breaks: 'delivers every message to every instance',
    make: (bus) => changeSubscriptions(bus, (options) => ({ ...options, as: { group: 'all' } })),
  },
  'acknowledges on return although the handler acknowledges itself': {
    breaks: 'delivers only unacknowledged messages to the next owner',
    make: (bus) => changeSubscriptions(bus, (options) => ({ ...options, acknowledge: 'on-return' })),
  },
  'acknowledges before the handler runs': {
    breaks: movingPromise,
    make: (bus) =>
      changeSubscriptions(bus, (options) => ({
        ...options,
        handle: (delivery) => {
          delivery.acknowledge();
          return options.handle(delivery);
        },
      })),
  },
  'does not report lost partitions': {
    breaks: movingPromise,
    make: (bus) =>
      changeSubscriptions(bus, ({ topic, as, acknowledge, handle }) => ({
        topic,
        as,
        acknowledge,
        handle: (delivery) => handle(delivery),
      })),
  },
  'gives partitions away while their handlers run': {
    breaks: movingPromise,
    make: (bus) =>
      changeSubscriptions(bus, (options) => ({
        ...options,
        handle: async (delivery) => {
          void options.handle(delivery).catch(() => undefined);
        },
      })),
  },
  'reports every partition as lost when a member closes': {
    breaks: movingPromise,
    make: (bus) => ({
      subscribe: async (options) => {
        const subscription = await bus.subscribe(options);
        return {
          close: async () => {
            await options.onLost?.(Array.from({ length: 64 }, (_, partition) => partition));
            await subscription.close();
          },
        };
      },
    }),
  },
  'handles all calls one after the other': {
    breaks: 'continues with other keys while one handler is slow',
    make: (bus) => {
      let chain = Promise.resolve();
      return changeSubscriptions(bus, (options) => ({
        ...options,
        handle: (delivery) => (chain = chain.then(() => options.handle(delivery))),
      }));
    },
  },
  'forgets which messages it handled': {
    breaks: 'does not deliver handled messages again to the next owner',
    make: (bus) => changeSubscriptions(bus, (options) => ({ ...options, acknowledge: 'manual' })),
  },
  'replays earlier messages to a new instance': {
    breaks: 'delivers no earlier messages to a new instance',
    make: (bus) => {
      const published: [TopicName, string, Uint8Array][] = [];
      return {
        publish: (...message) => {
          published.push(message);
          return bus.publish(...message);
        },
        subscribe: async (options) => {
          const subscription = await bus.subscribe(options);
          for (const message of published) await bus.publish(...message);
          return subscription;
        },
      };
    },
  },
  'does not drain on close': {
    breaks: 'waits for running handlers on close and delivers nothing afterwards',
    make: (bus) => ({
      subscribe: async (options) => {
        const subscription = await bus.subscribe(options);
        return { close: async () => void subscription.close() };
      },
    }),
  },
  'says at once that every message is durable': {
    breaks: durablePromise,
    make: () => ({ whenDurable: () => Promise.resolve() }),
  },
  'never says that a message is durable': {
    breaks: durablePromise,
    make: () => ({ whenDurable: () => new Promise(() => {}) }),
  },
  'says that a message is durable when the next one is acknowledged too': {
    breaks: durablePromise,
    make: (bus) => ({
      whenDurable: async (topic, key) => {
        await bus.publish(topic, key, Uint8Array.of(0x30));
        await bus.whenDurable(topic, key);
      },
    }),
  },
  'cuts large messages': {
    breaks: 'delivers a message of 1 MiB unchanged and refuses a larger one',
    make: (bus) => ({ publish: (topic, key, value) => bus.publish(topic, key, value.subarray(0, 65_536)) }),
  },
};

/** Wraps a good bus so that it breaks one promise. */
export function breakEventBus(bus: EventBus, name: string): EventBus {
  const broken = brokenEventBuses[name]?.make(bus) ?? {};
  return {
    isDurable: bus.isDurable,
    publish: (topic, key, value) => (broken.publish ?? bus.publish.bind(bus))(topic, key, value),
    whenDurable: (topic, key) => (broken.whenDurable ?? bus.whenDurable.bind(bus))(topic, key),
    subscribe: (options) => (broken.subscribe ?? bus.subscribe.bind(bus))(options),
    close: () => bus.close(),
  };
}
