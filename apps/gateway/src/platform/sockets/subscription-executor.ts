import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { AnswerCache, type Answer } from './answer-cache.js';

/** A subscription of one client. */
export interface SubscriptionOperation {
  readonly args: ExecutionArgs;
  /** Subscriptions with the same key have the same document, variables and rights, so an update has one answer for all. */
  readonly shareKey: string;
  /** The context of one update. An update does not use what an earlier one read. */
  contextOfUpdate(): unknown;
  /** Sends an answer in JSON. Resolves when the client can take the next one. */
  deliver(answer: string): Promise<void>;
}

/**
 * Executes subscriptions. A thousand subscribers of a call mostly send the same document, so each update is executed
 * and written as JSON once for all of them.
 */
export class SubscriptionExecutor {
  private readonly answers = new AnswerCache();

  /** `toJson`: writes a result as JSON, with its errors as a client may see them. */
  constructor(private readonly toJson: (result: ExecutionResult) => string) {}

  /**
   * Starts a subscription. The returned stream yields nothing, because each answer goes out by `deliver`. Its `return`
   * ends the subscription and its source at any time.
   */
  async subscribe(operation: SubscriptionOperation): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const source = await createSourceEventStream(operation.args);
    if (!(Symbol.asyncIterator in source)) return source;
    const updates = source[Symbol.asyncIterator]() as AsyncIterator<object>;
    return deliverUpdates(updates, async (update) => operation.deliver(await this.answerUpdate(update, operation)));
  }

  private answerUpdate(update: object, { args, shareKey, contextOfUpdate }: SubscriptionOperation): Answer {
    const known = this.answers.get(update, shareKey);
    if (known !== undefined) return known;
    const result = execute({ ...args, contextValue: contextOfUpdate(), rootValue: update });
    const answer = result instanceof Promise ? result.then(this.toJson) : this.toJson(result as ExecutionResult);
    this.answers.add(update, shareKey, answer);
    return answer;
  }
}

/** An async generator's `return` would wait for a pending `next`. This stream ends at once. */
function deliverUpdates(
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
