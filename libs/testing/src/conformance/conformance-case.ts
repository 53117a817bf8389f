/** One promise of a port. `run` rejects when the subject breaks the promise; broken subjects prove that it does. */
export interface ConformanceCase<Subject> {
  readonly promise: string;
  run(create: () => Promise<Subject> | Subject): Promise<void>;
}

/** Fails the case with `message` unless the condition holds. */
export function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

/** No slow machine needs so long for what a test waits for. */
export const PATIENCE_MS = 60_000;

/** Waits until `condition` holds; rejects after `limitMs`. */
export async function eventually(condition: () => boolean, what: string, limitMs = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise<void>((resolve) => setTimeout(resolve, 5));
  }
}
