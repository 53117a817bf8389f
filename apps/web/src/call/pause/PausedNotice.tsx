import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatTime } from '../../ui/format-time.js';

/** Says that nothing of the call is kept at the moment. */
export const PausedNotice = memo(function PausedNotice({ call }: { call: Pick<CallDetailFragment, 'pausedSince'> }) {
  if (call.pausedSince === null) return null;
  return (
    <Alert type="info" header="Paused">
      Earshot has not transcribed, recorded or kept anything since {formatTime(call.pausedSince)}.
    </Alert>
  );
});
