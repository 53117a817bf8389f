/** Hands everything that is told to those who follow, as endless async lists. */
export class Feed<T> {
  readonly #listeners = new Set<(value: T) => void>();

  tell(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  follow(wanted: (value: T) => boolean): AsyncIterableIterator<T> {
    const waiting: T[] = [];
    let wake: (() => void) | undefined;
    let ended = false;
    const listener = (value: T): void => {
      if (!wanted(value)) return;
      waiting.push(value);
      wake?.();
    };
    this.#listeners.add(listener);
    const end = async (): Promise<IteratorReturnResult<undefined>> => {
      ended = true;
      this.#listeners.delete(listener);
      wake?.();
      return { done: true, value: undefined };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async (): Promise<IteratorResult<T>> => {
        while (waiting.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
        const value = waiting.shift();
        return value === undefined ? { done: true, value: undefined } : { done: false, value };
      },
      return: end,
      throw: end,
    };
  }
}
