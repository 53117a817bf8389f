import type { CallRowFragment } from '@earshot/graphql-api';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { type StatusLabel, statusLabel } from './call-status.js';
import './call-status-badge.css';

const icons: Record<Exclude<StatusLabel, 'In progress'>, StatusIndicatorProps.Type> = {
  Finishing: 'pending',
  Ended: 'stopped',
  Interrupted: 'warning',
};

/** A call's status as an icon and a label. */
export function CallStatusBadge({ call }: { call: Pick<CallRowFragment, 'status' | 'endedAt'> }) {
  const label = statusLabel(call);
  if (label === 'In progress') {
    return (
      <span className="in-progress">
        <span className="in-progress-dot" aria-hidden="true" />
        {label}
      </span>
    );
  }
  return <StatusIndicator type={icons[label]}>{label}</StatusIndicator>;
}
