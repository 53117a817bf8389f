/** Gives product code the time, so that it never reads the wall clock or sets a timer itself. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`. The returned function cancels it. Does not keep the process alive. */
  schedule(delayMs: number, task: () => void): () => void;
}

/** Makes fresh ids. Passed in, so that tests know them. */
export type NewId = () => string;
