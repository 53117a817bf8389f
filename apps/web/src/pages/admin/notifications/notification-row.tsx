import type { NotificationKind, NotificationRowFragment, NotificationState } from '@earshot/graphql-api';
import { callPath } from '../../../call/call-path.js';
import { formatTime } from '../../../ui/format-time.js';
import type { AdminRow } from '../AdminTable.js';

export const notificationHeads = ['Time', 'To', 'About', 'Call', 'State', 'Attempts', 'Problem', 'Change'];

export const stateNames: Readonly<Record<NotificationState, string>> = {
  PENDING: 'Waiting',
  DELIVERED: 'Delivered',
  FAILED: 'Failed',
};

const kindNames: Readonly<Record<NotificationKind, string>> = {
  CALL_STARTED: 'Call started',
  CALL_ENDED: 'Call ended',
  CATEGORY_MATCHED: 'Category',
  ALERT: 'Alert',
};

/** One notification, with what an administrator can do. */
export const toNotificationRow = (notification: NotificationRowFragment, onResend: (id: string) => void): AdminRow => ({
  key: notification.id,
  cells: [
    formatTime(notification.addedAt),
    notification.target,
    notification.category === null
      ? kindNames[notification.kind]
      : `${kindNames[notification.kind]}: ${notification.category}`,
    <a key="call" href={callPath(notification.callId)}>
      {notification.callId}
    </a>,
    stateNames[notification.state],
    notification.attempts,
    notification.lastCode,
    <button
      key="change"
      type="button"
      className="button"
      aria-label={`Send the notification to ${notification.target} about ${notification.callId} again`}
      onClick={() => onResend(notification.id)}
    >
      Send again
    </button>,
  ],
});
