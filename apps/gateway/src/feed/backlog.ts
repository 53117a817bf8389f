/** Counts the bytes of updates that wait for one client. */
export interface Backlog {
  /** Counts an update that has to wait. Returns false when it must not wait, because too much waits already. */
  takeBytes(bytes: number): boolean;
  releaseBytes(bytes: number): void;
}

/** For a client without a socket. Its queue is bounded by its number of updates only. */
export const uncountedBacklog: Backlog = { takeBytes: () => true, releaseBytes: () => undefined };
