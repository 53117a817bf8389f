import type { CallId } from '@earshot/contracts';
import type { Page } from '../calls/call-reader.js';
import type { Notification, NotificationKind } from './notification.js';

export const notificationStates = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type NotificationState = (typeof notificationStates)[number];

/** How an attempt ended. `retryAtMs`: when the next one follows. */
export type DeliveryOutcome =
  | { readonly state: 'DELIVERED' }
  | { readonly state: 'FAILED'; readonly code: string }
  | { readonly state: 'PENDING'; readonly code: string; readonly retryAtMs: number };

/** Notifications on their way. `CallStore.apply` adds them in the transaction of the facts that they tell of. */
export interface NotificationQueue {
  /**
   * Takes notifications of a target that are due. Of one call, a target gets the next one only when the one before is settled. A
   * process that does not settle them within `leaseMs` has died, and they are taken again.
   */
  takeDue(target: string, limits: { first: number; nowMs: number; leaseMs: number }): Promise<readonly Notification[]>;
  /** Does nothing when the lease was lost in between. */
  settle(notification: Notification, outcome: DeliveryOutcome, nowMs: number): Promise<void>;
  /** Removes what was added before this time, whatever its state. Returns how many. */
  purge(addedBeforeMs: number): Promise<number>;
}

/** What an administrator sees of a notification. */
export interface NotificationRecord {
  readonly id: string;
  readonly target: string;
  readonly kind: NotificationKind;
  readonly callId: CallId;
  readonly category: string | null;
  readonly state: NotificationState;
  readonly attempts: number;
  /** The code of the last attempt that failed. */
  readonly lastCode: string | null;
  readonly addedAtMs: number;
  /** Null while it is pending. */
  readonly settledAtMs: number | null;
}

/** The log of notifications, of one tenant at a time. */
export interface NotificationLog {
  /** Newest first. Rejects with `BAD_CURSOR`. */
  listNotifications(
    tenant: string,
    query: { readonly first: number; readonly after?: string; readonly state?: NotificationState },
  ): Promise<Page<NotificationRecord>>;
  /** Sends a settled notification again. Null when the tenant has none with this id. One that is pending is sent at once. */
  redeliver(tenant: string, id: string, nowMs: number): Promise<NotificationRecord | null>;
}
