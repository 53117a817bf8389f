/** Time, passed in: product code never reads the wall clock or sets a timer by itself. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. Does not keep the process alive. */
  schedule(delayMs: number, task: () => void): () => void;
}

/** Fresh ids, passed in for the same reason. */
export type NewId = () => string;
