/** A customer's program that answers questions about calls, over HTTP or as a function of AWS Lambda. */
export interface HookProgram {
  /** Resolves with the parsed answer; null for an empty one. Rejects with a `Failure`. `limitMs` bounds the whole exchange. */
  ask(question: unknown, limitMs: number): Promise<unknown>;
  close(): void;
}

/** Parses an answer. Throws for one that is not JSON. */
export const parseAnswer = (text: string): unknown => (text.trim() === '' ? null : (JSON.parse(text) as unknown));
