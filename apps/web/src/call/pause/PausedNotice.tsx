import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import { formatTime } from '../../ui/format-time.js';
import { describePauseChange, findCurrentPause, type PauseHistory } from './pause-changes.js';

/** Says that nothing of the call is kept at the moment, who wanted it so and why. */
export const PausedNotice = memo(function PausedNotice({ call }: { call: PauseHistory }) {
  if (call.pausedSince === null) return null;
  const change = findCurrentPause(call);
  return (
    <Alert type="info" header={change === undefined ? 'Paused' : describePauseChange(change)}>
      Earshot has not transcribed, recorded or kept anything since {formatTime(call.pausedSince)}.
    </Alert>
  );
});
