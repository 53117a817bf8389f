import { type StatusFields, type StatusLabel, statusLabel, statusTitle } from './call-status.js';
import './call-status-badge.css';

/** The shape differs as well as the colour, for readers who cannot tell the colours apart. */
const shapes: Record<StatusLabel, string> = {
  'In progress': 'M8 3a5 5 0 1 0 0 10A5 5 0 1 0 8 3z',
  'Waiting to start': 'M4 2h8M4 14h8M5 2c0 4 6 4 6 8v4M11 2c0 4-6 4-6 8v4',
  Paused: 'M5.5 3v10M10.5 3v10',
  'Words behind': 'M3 5h10M3 8h6M3 11h3',
  'No audio': 'M4 6v4M8 4v8M12 6v4M2.5 2.5l11 11',
  'Connection lost': 'M8 2 14.5 13.5h-13zM8 6v3.5M8 11.3v.4',
  Finishing: 'M8 2a6 6 0 1 1-6 6M8 4.5V8l2.5 1.5',
  Ended: 'M4 4h8v8H4z',
  Interrupted: 'M8 2 14.5 13.5h-13zM8 6v3.5M8 11.3v.4',
};

const classNames: Record<StatusLabel, string> = {
  'In progress': 'status-in-progress',
  'Waiting to start': 'status-warning',
  Paused: 'status-warning',
  'Words behind': 'status-warning',
  'No audio': 'status-warning',
  'Connection lost': 'status-warning',
  Finishing: 'status-finishing',
  Ended: 'status-ended',
  Interrupted: 'status-warning',
};

/** A call's status as an icon and a label. */
export function CallStatusBadge({ call }: { call: StatusFields }) {
  const label = statusLabel(call);
  return (
    <span className={`status ${classNames[label]}`} title={statusTitle(call)}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={shapes[label]} />
      </svg>
      {label}
    </span>
  );
}
