import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';

export interface SharedOperation {
  readonly args: ExecutionArgs;
  /** Same document, variables and rights: the same update has the same answer. */
  readonly shareKey: string;
  /** Sends an answer, as JSON; resolves when the next one may come. */
  deliver(answer: string): Promise<void>;
}

type Answer = string | Promise<string>;

/**
 * Answers of one update, by selection. A thousand subscribers to a call mostly send the same document, so an update is
 * executed and written as JSON once and not a thousand times. Answers live as long as the update they belong to.
 */
export class SharedExecution {
  private readonly answers = new WeakMap<object, Map<string, Answer>>();

  /** `write`: an execution's result as JSON, its errors fit to be shown. */
  constructor(private readonly write: (result: ExecutionResult) => string) {}

  /**
   * Starts a subscription. Its stream yields nothing: each answer goes out by `deliver`, and `return` ends it, and lets
   * go of its source, at any time.
   */
  async subscribe(operation: SharedOperation): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const source = await createSourceEventStream(operation.args);
    if (!(Symbol.asyncIterator in source)) return source;
    const updates = source[Symbol.asyncIterator]() as AsyncIterator<object>;
    return deliveries(updates, async (update) => operation.deliver(await this.answer(update, operation)));
  }

  private answer(update: object, { args, shareKey }: SharedOperation): Answer {
    let bySelection = this.answers.get(update);
    if (bySelection === undefined) this.answers.set(update, (bySelection = new Map()));
    const known = bySelection.get(shareKey);
    if (known !== undefined) return known;
    const result = execute({ ...args, rootValue: update });
    const answer = result instanceof Promise ? result.then(this.write) : this.write(result as ExecutionResult);
    bySelection.set(shareKey, answer);
    return answer;
  }
}

/** Unlike an async generator, whose `return` waits for a pending `next`, this one lets go at once. */
function deliveries(
  updates: AsyncIterator<object>,
  deliver: (update: object) => Promise<void>,
): AsyncIterableIterator<ExecutionResult> {
  const end: IteratorResult<ExecutionResult> = { done: true, value: undefined };
  return {
    async next() {
      for (;;) {
        const update = await updates.next();
        if (update.done) return end;
        await deliver(update.value);
      }
    },
    async return() {
      await updates.return?.();
      return end;
    },
    async throw(error: unknown) {
      await updates.throw?.(error);
      return end;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
