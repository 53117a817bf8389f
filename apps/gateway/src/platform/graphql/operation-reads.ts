/** Reads that one operation runs at the same time. Further reads wait. */
const MAX_CONCURRENT_READS = 8;

/**
 * The reads of one GraphQL operation, or of one update of a subscription, below the top level. It reads the same thing
 * once, however often the operation selects it. A list of a hundred calls cannot take a hundred database connections
 * from other clients.
 */
export class OperationReads {
  private readonly answers = new Map<string, Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** The answer to `question`, read at most once per operation. */
  readOnce<T>(question: string, read: () => Promise<T>): Promise<T> {
    const known = this.answers.get(question) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = this.readInTurn(read);
    this.answers.set(question, answer);
    return answer;
  }

  private async readInTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.running >= MAX_CONCURRENT_READS) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await read();
    } finally {
      // The slot passes directly to the next read in line, so that a new read cannot take it.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
