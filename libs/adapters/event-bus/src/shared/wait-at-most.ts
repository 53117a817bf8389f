import type { Clock } from '@earshot/ports';

/** Waits for `work`, at most `limitMs`. Resolves with whether it finished in time. A rejection counts as finished. */
export function waitAtMost(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(limitMs, () => resolve(false));
    const finish = () => {
      cancel();
      resolve(true);
    };
    work.then(finish, finish);
  });
}
