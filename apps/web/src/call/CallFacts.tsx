import { memo } from 'react';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatTime } from '../ui/format-time.js';
import { CallDuration } from './CallDuration.js';
import { EngineName } from './EngineName.js';

/** Who spoke, when, for how long, and which engine transcribes. */
export const CallFacts = memo(function CallFacts({ call }: { call: CallDetailFragment }) {
  const engine = (
    <>
      <EngineName call={call} />
      {call.engineReason !== null && <span className="engine-reason">{call.engineReason}</span>}
    </>
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
          { label: 'Duration', value: <CallDuration call={call} /> },
          { label: 'Our number', value: call.systemNumber ?? '–' },
          { label: 'Source', value: call.source },
          { label: 'Ended', value: call.endedAt === null ? '–' : formatTime(call.endedAt) },
          { label: 'Speech engine', value: engine },
        ]}
      />
    </Container>
  );
});
