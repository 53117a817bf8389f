import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '@earshot/ports';
import type { Random } from '../truth/random.js';
import { copyDelivery, wrapSubscriptions } from './wrap-subscriptions.js';

const LATE_SHARE = 0.02;
const MAX_LATE_MS = 1_500;
const TWICE_SHARE = 0.1;
const REPLAY_SHARE = 0.01;
/** Messages of a key that are replayed in a row. */
const REPLAYED = 20;
/** Keys whose last messages are remembered. */
const MAX_KEYS = 2_000;

/** Delivers messages late or twice, or the last ones of a key again in a row, as after a restart at an older offset. */
export function injectDuplicates(random: Random): void {
  wrapSubscriptions(({ options }) => {
    const recent = new Map<string, Delivery[]>();
    const repeat = (delivery: Delivery) =>
      options.handle(copyDelivery(delivery, { attempt: delivery.attempt + 1, acknowledge: () => {} }));
    return {
      ...options,
      handle: async (delivery) => {
        if (random() < LATE_SHARE) await sleep(random() * MAX_LATE_MS);
        await options.handle(delivery);
        const kept = recent.get(delivery.key) ?? [];
        recent.delete(delivery.key);
        recent.set(delivery.key, [...kept, delivery].slice(-REPLAYED));
        const [oldest] = recent.keys();
        if (recent.size > MAX_KEYS && oldest !== undefined) recent.delete(oldest);
        if (random() < TWICE_SHARE) await repeat(delivery);
        if (random() < REPLAY_SHARE) for (const earlier of [...kept, delivery]) await repeat(earlier);
      },
    };
  });
}
