import { type ReactNode, memo } from 'react';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatCost } from '../ui/format-cost.js';
import { formatTime } from '../ui/format-time.js';
import { CallDuration } from './CallDuration.js';
import { EngineName } from './EngineName.js';
import { toSentence } from './engine-name.js';
import './call-facts.css';

/** What keeps the call, or ends its time, before the policies do. */
const keptFacts = ({ legalHold, retainUntil }: CallDetailFragment): readonly (readonly [string, ReactNode])[] => [
  ...(legalHold === null ? [] : [['Legal hold', `Since ${formatTime(legalHold.heldAt)}`] as const]),
  ...(retainUntil === null ? [] : [['Kept until', formatTime(retainUntil)] as const]),
];

/** Who spoke, when, for how long, and which engine transcribes: one line on a wide screen, so that the transcript is in view. */
export const CallFacts = memo(function CallFacts({ call }: { call: CallDetailFragment }) {
  const facts: readonly (readonly [label: string, value: ReactNode])[] = [
    ['Customer', call.customerNumber ?? '–'],
    ['Agent', call.agentId ?? '–'],
    ['Started', formatTime(call.startedAt)],
    ['Duration', <CallDuration key="duration" call={call} />],
    ['Ended', call.endedAt === null ? '–' : formatTime(call.endedAt)],
    ['Our number', call.systemNumber ?? '–'],
    ['Source', call.source],
    [
      'Speech engine',
      <>
        <EngineName call={call} />
        {call.engineReason !== null && <span className="engine-reason">{toSentence(call.engineReason)}</span>}
      </>,
    ],
    ...keptFacts(call),
    ...(call.cost === null ? [] : [['Cost of speech', formatCost(call.cost)] as const]),
  ];
  return (
    <dl className="call-facts">
      {facts.map(([label, value]) => (
        <div key={label} className="call-fact">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
});
