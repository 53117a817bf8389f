/** Delivers each published value to every subscriber, as an endless async iterator. */
export class Feed<T> {
  readonly #listeners = new Set<(value: T) => void>();

  publish(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  subscribe(isWanted: (value: T) => boolean): AsyncIterableIterator<T> {
    const queue: T[] = [];
    let wake: (() => void) | undefined;
    let ended = false;
    const listener = (value: T): void => {
      if (!isWanted(value)) return;
      queue.push(value);
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
