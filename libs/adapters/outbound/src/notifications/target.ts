import type { Notification } from '@earshot/ports';

/** One way to tell somebody. */
export interface Target {
  /** Rejects with a `Failure`. */
  deliver(notification: Notification): Promise<void>;
  close(): void;
}
