import { memo } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment, Channel } from '@earshot/graphql-api';
import { formatSpan } from '../ui/format-duration.js';
import { speakerLabels } from './speaker.js';
import '../ui/figures.css';
import './metrics-panel.css';

type Metrics = NonNullable<CallDetailFragment['metrics']>;
type SpeakerMetrics = Metrics['channels'][number];

const shownChannels: readonly Channel[] = ['CUSTOMER', 'AGENT'];

const rows: readonly { label: string; format: (metrics: SpeakerMetrics) => string }[] = [
  { label: 'Talk time', format: ({ talkMs }) => formatSpan(talkMs) },
  { label: 'Words', format: ({ words }) => words.toLocaleString() },
  { label: 'Words per minute', format: ({ wordsPerMinute }) => Math.round(wordsPerMinute).toLocaleString() },
  { label: 'Interruptions', format: ({ interruptions }) => interruptions.toLocaleString() },
];

/** The share of talk time per speaker. Time in which both speak counts for both. */
function TalkShare({ customer, agent }: { customer?: SpeakerMetrics; agent?: SpeakerMetrics }) {
  const customerMs = customer?.talkMs ?? 0;
  const totalMs = customerMs + (agent?.talkMs ?? 0);
  if (totalMs === 0) return null;
  const customerPercent = Math.round((100 * customerMs) / totalMs);
  const agentPercent = 100 - customerPercent;
  return (
    <div className="talk-share">
      <svg width="100%" height="10" aria-hidden="true">
        <rect className="talk-share-customer" width={`${customerPercent}%`} height="10" />
        <rect className="talk-share-agent" x={`${customerPercent}%`} width={`${agentPercent}%`} height="10" />
      </svg>
      <span>Customer {customerPercent}%</span>
      <span>Agent {agentPercent}%</span>
    </div>
  );
}

function MetricsTable({ metrics }: { metrics: Metrics }) {
  const speakers = shownChannels.map((channel) => metrics.channels.find((speaker) => speaker.channel === channel));
  return (
    <>
      <TalkShare customer={speakers[0]} agent={speakers[1]} />
      <table className="figures">
        <caption className="visually-hidden">Figures of the conversation per speaker</caption>
        <thead>
          <tr>
            <td />
            {shownChannels.map((channel) => (
              <th key={channel} scope="col">
                {speakerLabels[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, format }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {speakers.map((speaker, at) => (
                <td key={at}>{speaker ? format(speaker) : '–'}</td>
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
  );
}

/** How much and how fast each participant speaks, and how often they interrupt. */
export const MetricsPanel = memo(function MetricsPanel({ metrics }: { metrics: CallDetailFragment['metrics'] }) {
  return (
    <Container header={<Header variant="h2">Conversation</Header>}>
      {metrics ? (
        <MetricsTable metrics={metrics} />
      ) : (
        <Box color="text-body-secondary">Figures appear after the first complete line.</Box>
      )}
    </Container>
  );
});
