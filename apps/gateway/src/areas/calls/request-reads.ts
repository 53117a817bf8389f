/** Reads of one call's parts that one request runs at the same time; more wait their turn. */
const MAX_AT_ONCE = 8;

/**
 * What one GraphQL operation has asked the store for below its root: the same question is asked once, and a list of a
 * hundred calls does not take a hundred connections from everybody else.
 */
export class RequestReads {
  private readonly asked = new Map<string, Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** The answer to `question`, read at most once per operation. */
  once<T>(question: string, read: () => Promise<T>): Promise<T> {
    const known = this.asked.get(question) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = this.inTurn(read);
    this.asked.set(question, answer);
    return answer;
  }

  private async inTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.running >= MAX_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await read();
    } finally {
      // The place goes straight to the next in line, so that nobody slips in between.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
