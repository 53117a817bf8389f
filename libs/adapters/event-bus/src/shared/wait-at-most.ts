import type { Clock } from '@earshot/ports';

/** Waits for `work`, but no longer than `limitMs`; whether it came to its end. A rejection counts as an end. */
export function within(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(limitMs, () => resolve(false));
    const end = () => {
      cancel();
      resolve(true);
    };
    work.then(end, end);
  });
}
