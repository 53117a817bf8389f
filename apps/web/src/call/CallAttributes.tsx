import { memo } from 'react';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { isOnTheLine, isScripted, shownEngine } from '../ui/call-words.js';
import { formatTime } from '../ui/format-time.js';
import { Ticking } from '../ui/Ticking.js';

/** Who, when, how long, and which engine listens. */
export const CallAttributes = memo(function CallAttributes({ call }: { call: CallDetailFragment }) {
  const engine = (
    <span className={isScripted(call.engine) ? 'engine engine-scripted' : 'engine'}>
      {shownEngine(call)}
      {call.engineReason !== null && <span className="engine-reason">{call.engineReason}</span>}
    </span>
  );
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        minColumnWidth={150}
        items={[
          { label: 'Customer', value: call.customerNumber ?? '–' },
          { label: 'Agent', value: call.agentId ?? '–' },
          { label: 'Started', value: formatTime(call.startedAt) },
          {
            label: 'Duration',
            value: <Ticking startedAt={call.startedAt} durationMs={call.durationMs} live={isOnTheLine(call)} />,
          },
          { label: 'Our number', value: call.systemNumber ?? '–' },
          { label: 'Source', value: call.source },
          { label: 'Ended', value: call.endedAt === null ? '–' : formatTime(call.endedAt) },
          { label: 'Speech engine', value: engine },
        ]}
      />
    </Container>
  );
});
