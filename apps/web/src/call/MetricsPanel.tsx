import { memo } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatSpan } from '../ui/format-duration.js';

type Metrics = NonNullable<CallDetailFragment['metrics']>;
type SideMetrics = Metrics['channels'][number];

const rows: readonly { label: string; of: (side: SideMetrics) => string }[] = [
  { label: 'Talk time', of: ({ talkMs }) => formatSpan(talkMs) },
  { label: 'Words', of: ({ words }) => words.toLocaleString() },
  { label: 'Words per minute', of: ({ wordsPerMinute }) => Math.round(wordsPerMinute).toLocaleString() },
  { label: 'Interruptions', of: ({ interruptions }) => interruptions.toLocaleString() },
];

/** How much of the time each side spoke; where both did, it counts for both. */
function TalkShare({ sides }: { sides: readonly (SideMetrics | undefined)[] }) {
  const totalMs = sides.reduce((sum, side) => sum + (side?.talkMs ?? 0), 0);
  if (totalMs === 0) return null;
  const customer = Math.round((100 * (sides[0]?.talkMs ?? 0)) / totalMs);
  return (
    <div className="talk-share">
      <svg width="100%" height="10" aria-hidden="true">
        <rect className="fill-customer" width={`${customer}%`} height="10" />
        <rect className="fill-agent" x={`${customer}%`} width={`${100 - customer}%`} height="10" />
      </svg>
      <span>Customer {customer}%</span>
      <span>Agent {100 - customer}%</span>
    </div>
  );
}

/** Who speaks how much, how fast, and into whose words. */
export const MetricsPanel = memo(function MetricsPanel({ metrics }: { metrics: CallDetailFragment['metrics'] }) {
  const sides = (['CUSTOMER', 'AGENT'] as const).map((channel) =>
    metrics?.channels.find((side) => side.channel === channel),
  );
  return (
    <Container header={<Header variant="h2">Conversation</Header>}>
      {metrics ? (
        <>
          <TalkShare sides={sides} />
          <table className="figures">
            <caption className="visually-hidden">Figures of the conversation per side</caption>
            <thead>
              <tr>
                <td />
                <th scope="col">Customer</th>
                <th scope="col">Agent</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ label, of }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {sides.map((side, at) => (
                    <td key={at}>{side ? of(side) : '–'}</td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">Both silent</th>
                <td colSpan={2}>{formatSpan(metrics.silenceMs)}</td>
              </tr>
              <tr>
                <th scope="row">Both speaking</th>
                <td colSpan={2}>{formatSpan(metrics.overlapMs)}</td>
              </tr>
            </tbody>
          </table>
        </>
      ) : (
        <Box color="text-body-secondary">There are figures after the first finished line.</Box>
      )}
    </Container>
  );
});
