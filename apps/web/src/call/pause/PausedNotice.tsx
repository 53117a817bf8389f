import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatTime } from '../../ui/format-time.js';
import { describePauseChange } from './pause-changes.js';

type PausableCall = Pick<CallDetailFragment, 'pausedSince' | 'pauseChanges'>;

/** Says that nothing of the call is kept at the moment, who wanted it so and why. */
export const PausedNotice = memo(function PausedNotice({ call }: { call: PausableCall }) {
  if (call.pausedSince === null) return null;
  const change = call.pauseChanges.at(-1);
  return (
    <Alert type="info" header={change?.isPaused ? describePauseChange(change) : 'Paused'}>
      Earshot has not transcribed, recorded or kept anything since {formatTime(call.pausedSince)}.
    </Alert>
  );
});
