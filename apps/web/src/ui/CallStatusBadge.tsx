import type { CallRowFragment } from '@earshot/graphql-api';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { type ShownStatus, shownStatus } from './call-words.js';

const indicators: Record<Exclude<ShownStatus, 'In progress'>, StatusIndicatorProps.Type> = {
  Finishing: 'pending',
  Ended: 'stopped',
  Interrupted: 'warning',
};

/** A call's status as icon and word. */
export function CallStatusBadge({ call }: { call: Pick<CallRowFragment, 'status' | 'endedAt'> }) {
  const status = shownStatus(call);
  if (status === 'In progress') {
    return (
      <span className="on-air">
        <span className="on-air-dot" aria-hidden="true" />
        {status}
      </span>
    );
  }
  return <StatusIndicator type={indicators[status]}>{status}</StatusIndicator>;
}
