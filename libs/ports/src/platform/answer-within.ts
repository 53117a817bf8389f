import type { Clock } from './clock.js';

/** The answer to a question, or a rejection when it takes longer than `limitMs` or throws. */
export async function answerWithin<T>(clock: Clock, limitMs: number, ask: () => Promise<T>): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.schedule(limitMs, () => reject(new Error(`no answer in ${limitMs} ms`)));
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    cancel();
  }
}
