import type { CallRowFragment, CallStatus } from '@earshot/graphql-api';

type StatusFields = Pick<CallRowFragment, 'status' | 'endedAt' | 'silence'>;

/** A call's status as readers see it. A call that was hung up stays LIVE until its transcript is complete. */
export type StatusLabel = 'In progress' | 'No audio' | 'Connection lost' | 'Finishing' | 'Ended' | 'Interrupted';

const labels: Record<CallStatus, StatusLabel> = {
  LIVE: 'In progress',
  ENDED: 'Ended',
  INTERRUPTED: 'Interrupted',
};

export function statusLabel({ status, endedAt, silence }: StatusFields): StatusLabel {
  if (status !== 'LIVE') return labels[status];
  if (endedAt !== null) return 'Finishing';
  if (silence === null) return labels.LIVE;
  return silence.isConnected ? 'No audio' : 'Connection lost';
}

/** Whether the participants are still on the line. */
export const isInProgress = ({ status, endedAt }: Pick<StatusFields, 'status' | 'endedAt'>): boolean =>
  status === 'LIVE' && endedAt === null;
