/** Delivers each published value to every subscriber, as an endless async iterator. */
export class Feed<T> {
  readonly #listeners = new Set<(value: T) => void>();

  publish(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  /** `select` returns what the subscriber gets for a value, or false for nothing. */
  subscribe(select: (value: T) => T | false): AsyncIterableIterator<T> {
    const queue: T[] = [];
    let wake: (() => void) | undefined;
    let ended = false;
    const listener = (value: T): void => {
      const selected = select(value);
      if (selected === false) return;
      queue.push(selected);
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
        while (queue.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
        const value = queue.shift();
        return value === undefined ? { done: true, value: undefined } : { done: false, value };
      },
      return: end,
      throw: end,
    };
  }
}
