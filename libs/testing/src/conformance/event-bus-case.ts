import type { Delivery, EventBus, SubscribeOptions } from '@earshot/ports';
import type { ConformanceCase } from './conformance-case.js';

export const topic = 'calls.transcript' as const;
export const bytes = (text: string) => new TextEncoder().encode(text);
export const text = (delivery: Delivery) => new TextDecoder().decode(delivery.value);
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const listen = (
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

export type EventBusCase = ConformanceCase<EventBus>;
export const withBus =
  (test: (bus: EventBus) => Promise<void>): EventBusCase['run'] =>
  async (create) => {
    const bus = await create();
    try {
      await test(bus);
    } finally {
      await bus.close();
    }
  };
