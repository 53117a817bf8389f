import type { Notification, NotificationKind } from '@earshot/ports';

/**
 * A notification in the form of LCA: of its start-of-call and post-call-summary hooks, and of its messages about categories. Source: LCA,
 * `StartOfCallLambdaHookFunction.md`, `PostCallSummaryLambdaHookFunction.md`, `Notifications.md`.
 */
export function toPayload(
  { kind, callId, category, isAlert, customerNumber }: Notification,
  callDataStream: string,
): object {
  if (category !== null) return { call_id: callId, category_name: category, alert: isAlert };
  const call = { CustomerPhoneNumber: customerNumber ?? '', CallId: callId, CallDataStream: callDataStream };
  return kind === 'CALL_ENDED' ? { ...call, CallSummaryText: '' } : call;
}

const titles: Readonly<Record<NotificationKind, string>> = {
  CALL_STARTED: 'Call started',
  CALL_ENDED: 'Call ended',
  CATEGORY_MATCHED: 'Call Category Match',
  ALERT: 'Call Category Match',
};

/** The subject that LCA gives such a message. */
export const titleOf = ({ kind }: Notification): string => titles[kind];

/** What a person reads. */
export function toSentence({ kind, callId, category }: Notification): string {
  if (kind === 'CALL_STARTED') return `Call ${callId} started.`;
  if (kind === 'CALL_ENDED') return `Call ${callId} ended. Its transcript is complete.`;
  return `${kind === 'ALERT' ? 'Alert' : 'Category'} "${category ?? ''}" on call ${callId}.`;
}
