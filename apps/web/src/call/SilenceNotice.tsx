import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatTime } from '../ui/format-time.js';

/** Says that a call goes on and no audio arrives. */
export const SilenceNotice = memo(function SilenceNotice({ call }: { call: Pick<CallDetailFragment, 'silence'> }) {
  if (call.silence === null) return null;
  const since = formatTime(call.silence.since);
  return call.silence.isConnected ? (
    <Alert type="warning" header="No audio arrives">
      The phone system is connected. It has sent no audio since {since}.
    </Alert>
  ) : (
    <Alert type="warning" header="Connection lost">
      The connection to the phone system was lost. The last audio arrived at {since}. The call continues if it comes
      back soon.
    </Alert>
  );
});
