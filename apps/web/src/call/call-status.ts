import type { CallRowFragment, CallStatus } from '@earshot/graphql-api';

type StatusFields = Pick<CallRowFragment, 'status' | 'endedAt'>;

/** A call's status as readers see it. A call that was hung up stays LIVE until its transcript is complete. */
export type StatusLabel = 'In progress' | 'Finishing' | 'Ended' | 'Interrupted';

const labels: Record<CallStatus, StatusLabel> = {
  LIVE: 'In progress',
  ENDED: 'Ended',
  INTERRUPTED: 'Interrupted',
};

export const statusLabel = ({ status, endedAt }: StatusFields): StatusLabel =>
  status === 'LIVE' && endedAt !== null ? 'Finishing' : labels[status];

/** Whether the participants are still on the line. */
export const isInProgress = ({ status, endedAt }: StatusFields): boolean => status === 'LIVE' && endedAt === null;
