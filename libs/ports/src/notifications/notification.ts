import type { CallId } from '@earshot/contracts';

export const notificationKinds = ['CALL_STARTED', 'CALL_ENDED', 'CATEGORY_MATCHED', 'ALERT'] as const;
/** `ALERT` is a matched category that is configured as an alert. */
export type NotificationKind = (typeof notificationKinds)[number];

/** Somebody who is told, and of what. */
export interface NotificationTarget {
  readonly name: string;
  readonly kinds: readonly NotificationKind[];
}

/** What a target is told. It holds no word of the call but a summary, which is redacted. */
export interface Notification {
  /** The same each time that it is sent, so that a receiver knows what it has. */
  readonly id: string;
  readonly target: string;
  readonly kind: NotificationKind;
  readonly callId: CallId;
  readonly happenedAtMs: number;
  /** Counts from 1. */
  readonly attempt: number;
  /** Null unless a category matched. */
  readonly category: string | null;
  /** The matched category is configured as an alert, whether or not the target asked for alerts. */
  readonly isAlert: boolean;
  /** Null when the source did not send it, or when it is sealed. */
  readonly customerNumber: string | null;
}

/** Tells targets. */
export interface Notifier {
  readonly targets: readonly NotificationTarget[];
  /** Resolves when the target took it. Rejects with a `Failure`; one that is not retryable needs somebody who corrects something. */
  deliver(notification: Notification): Promise<void>;
  close(): Promise<void>;
}
