import type { TopicName } from '@earshot/contracts';
import type { EventBus, SubscribeOptions } from '@earshot/ports';

type Break = (bus: EventBus) => Partial<EventBus>;
const handling = (bus: EventBus, change: (options: SubscribeOptions) => SubscribeOptions): Partial<EventBus> => ({
  subscribe: (options) => bus.subscribe(change(options)),
});

const moving =
  'a member that comes or goes moves partitions: the former owner is told, unacknowledged messages come again, nobody handles one beside another';

/** Ways a bus can lie, each as a wrapper of a good one, with the promise that it must break. */
export const brokenEventBuses: Readonly<Record<string, { breaks: string; make: Break }>> = {
  'handles one key side by side': {
    breaks: 'one key comes in order and never side by side, keys run in parallel',
    make: (bus) =>
      handling(bus, (options) => ({ ...options, handle: async (delivery) => void options.handle(delivery) })),
  },
  'swallows a failed message': {
    breaks: 'a failed message comes again, before later ones of its key, counting attempts',
    make: (bus) =>
      handling(bus, (options) => ({
        ...options,
        handle: (delivery) => options.handle(delivery).catch(() => undefined),
      })),
  },
  'lets one poisoned call stop all': {
    breaks: 'a call that fails for ever does not stop the others',
    make: (bus) => {
      let chain = Promise.resolve();
      return handling(bus, (options) => ({
        ...options,
        handle: (delivery) => {
          // Longer than the case waits, but not for ever: closing the bus waits for handlers.
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
  'gives every member everything': {
    breaks: 'members of a group share, groups do not',
    make: (bus) => handling(bus, (options) => ({ ...options, as: { everyInstance: true } })),
  },
  'shares what every instance must hear': {
    breaks: 'every instance hears every message',
    make: (bus) => handling(bus, (options) => ({ ...options, as: { group: 'all' } })),
  },
  'acknowledges early': {
    breaks: 'what was not acknowledged goes to the next owner, what was does not',
    make: (bus) => handling(bus, (options) => ({ ...options, acknowledge: 'on-return' })),
  },
  'acknowledges before it hands over': {
    breaks: moving,
    make: (bus) =>
      handling(bus, (options) => ({
        ...options,
        handle: (delivery) => {
          delivery.acknowledge();
          return options.handle(delivery);
        },
      })),
  },
  'does not say what is lost': {
    breaks: moving,
    make: (bus) =>
      handling(bus, ({ topic, as, acknowledge, handle }) => ({
        topic,
        as,
        acknowledge,
        handle: (delivery) => handle(delivery),
      })),
  },
  'gives partitions away while their handlers run': {
    breaks: moving,
    make: (bus) =>
      handling(bus, (options) => ({
        ...options,
        handle: async (delivery) => {
          void options.handle(delivery).catch(() => undefined);
        },
      })),
  },
  'says that everything is lost when a member leaves by itself': {
    breaks: moving,
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
  'handles one call after the other': {
    breaks: 'a slow handler does not stop its neighbours',
    make: (bus) => {
      let chain = Promise.resolve();
      return handling(bus, (options) => ({
        ...options,
        handle: (delivery) => (chain = chain.then(() => options.handle(delivery))),
      }));
    },
  },
  'forgets what it handled': {
    breaks: 'what was handled does not come again to the next owner',
    make: (bus) => handling(bus, (options) => ({ ...options, acknowledge: 'manual' })),
  },
  'replays to a new instance': {
    breaks: 'an instance hears nothing of before it came',
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
    breaks: 'close waits for the handler under way and hands over nothing afterwards',
    make: (bus) => ({
      subscribe: async (options) => {
        const subscription = await bus.subscribe(options);
        return { close: async () => void subscription.close() };
      },
    }),
  },
  'cuts large messages': {
    breaks: 'a message of a megabyte arrives whole, a larger one is refused',
    make: (bus) => ({ publish: (topic, key, value) => bus.publish(topic, key, value.subarray(0, 65_536)) }),
  },
};

/** The good bus with one promise broken. */
export function breakEventBus(bus: EventBus, name: string): EventBus {
  const broken = brokenEventBuses[name]?.make(bus) ?? {};
  return {
    isDurable: bus.isDurable,
    publish: (topic, key, value) => (broken.publish ?? bus.publish.bind(bus))(topic, key, value),
    subscribe: (options) => (broken.subscribe ?? bus.subscribe.bind(bus))(options),
    close: () => bus.close(),
  };
}
