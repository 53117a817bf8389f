import type { CallRowFragment, CallStatus } from '@earshot/graphql-api';
import { areWordsBehind, formatDelay } from './words-behind.js';

export type StatusFields = Pick<
  CallRowFragment,
  'status' | 'endedAt' | 'silence' | 'wordsBehindMs' | 'pausedSince' | 'waitsForStart'
>;

/** A call's status as readers see it. A call that was hung up stays LIVE until its transcript is complete. */
export type StatusLabel =
  | 'In progress'
  | 'Waiting to start'
  | 'Paused'
  | 'Words behind'
  | 'No audio'
  | 'Connection lost'
  | 'Finishing'
  | 'Ended'
  | 'Interrupted';

const labels: Record<CallStatus, StatusLabel> = {
  LIVE: 'In progress',
  ENDED: 'Ended',
  INTERRUPTED: 'Interrupted',
};

export function statusLabel({
  status,
  endedAt,
  silence,
  wordsBehindMs,
  pausedSince,
  waitsForStart,
}: StatusFields): StatusLabel {
  if (status !== 'LIVE') return labels[status];
  if (endedAt !== null) return 'Finishing';
  if (waitsForStart) return 'Waiting to start';
  if (pausedSince !== null) return 'Paused';
  if (silence !== null) return silence.isConnected ? 'No audio' : 'Connection lost';
  return areWordsBehind({ wordsBehindMs }) ? 'Words behind' : labels.LIVE;
}

/** What the label does not say. */
export const statusTitle = (call: StatusFields): string | undefined =>
  statusLabel(call) === 'Words behind'
    ? `Words are ${formatDelay(call.wordsBehindMs ?? 0)} behind the audio`
    : undefined;

/** Whether the participants are still on the line. */
export const isInProgress = ({ status, endedAt }: Pick<StatusFields, 'status' | 'endedAt'>): boolean =>
  status === 'LIVE' && endedAt === null;
