import { memo } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatSpan } from '../ui/format-duration.js';
import { lookClasses } from './participants/look.js';
import type { ParticipantList, ShownParticipant } from './participants/participant-list.js';
import { sharesInPercent } from './talk-share.js';
import '../ui/figures.css';
import './participants/speaker.css';
import './metrics-panel.css';

type Metrics = NonNullable<CallDetailFragment['metrics']>;
type ParticipantMetrics = Metrics['channels'][number];

/** A participant's figures; null while the participant has not spoken. */
interface Column {
  readonly participant: ShownParticipant;
  readonly figures: ParticipantMetrics | null;
}

const rows: readonly { label: string; format: (metrics: ParticipantMetrics) => string }[] = [
  { label: 'Talk time', format: ({ talkMs }) => formatSpan(talkMs) },
  { label: 'Words', format: ({ words }) => words.toLocaleString() },
  { label: 'Words per minute', format: ({ wordsPerMinute }) => Math.round(wordsPerMinute).toLocaleString() },
  { label: 'Interruptions', format: ({ interruptions }) => interruptions.toLocaleString() },
];

/** With more columns than this, the table may be wider than its panel and scrolls. */
const columnsThatFit = 2;

/** The share of talk time per participant. Time in which several speak counts for each of them. */
function TalkShare({ columns }: { columns: readonly Column[] }) {
  const percents = sharesInPercent(columns.map(({ figures }) => figures?.talkMs ?? 0));
  if (percents.every((percent) => percent === 0)) return null;
  const bars = columns.map(({ participant }, at) => ({
    participant,
    percent: percents[at] ?? 0,
    fromPercent: percents.slice(0, at).reduce((sum, percent) => sum + percent, 0),
  }));
  return (
    <div className="talk-share">
      <svg width="100%" height="10" aria-hidden="true">
        {bars.map(({ participant, percent, fromPercent }) => (
          <rect
            key={participant.id}
            className={`talk-share-bar ${lookClasses(participant)}`}
            x={`${fromPercent}%`}
            width={`${percent}%`}
            height="10"
          />
        ))}
      </svg>
      <div className="talk-share-labels">
        {bars.map(({ participant, percent }) => (
          <span key={participant.id}>
            {participant.label} {percent}%
          </span>
        ))}
      </div>
    </div>
  );
}

function MetricsTable({ metrics, columns }: { metrics: Metrics; columns: readonly Column[] }) {
  return (
    <table className="figures">
      <caption className="visually-hidden">Figures of the conversation per participant</caption>
      <thead>
        <tr>
          <td />
          {columns.map(({ participant }) => (
            <th key={participant.id} scope="col" className="ellipsis" title={participant.label}>
              {participant.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, format }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {columns.map(({ participant, figures }) => (
              <td key={participant.id}>{figures ? format(figures) : '–'}</td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">Nobody speaking</th>
          <td colSpan={columns.length}>{formatSpan(metrics.silenceMs)}</td>
        </tr>
        <tr>
          <th scope="row">Speaking at once</th>
          <td colSpan={columns.length}>{formatSpan(metrics.overlapMs)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function MetricsFigures({ metrics, participants }: { metrics: Metrics; participants: ParticipantList }) {
  const columns = participants.all.map((participant) => ({
    participant,
    figures: metrics.channels.find((figures) => figures.participant.id === participant.id) ?? null,
  }));
  const table = <MetricsTable metrics={metrics} columns={columns} />;
  return (
    <>
      <TalkShare columns={columns} />
      {columns.length <= columnsThatFit ? (
        table
      ) : (
        <div className="table-scroller" tabIndex={0} role="region" aria-label="Figures per participant">
          {table}
        </div>
      )}
    </>
  );
}

interface MetricsPanelProps {
  readonly metrics: CallDetailFragment['metrics'];
  readonly participants: ParticipantList;
  readonly live: boolean;
}

/** How much and how fast each participant speaks, and how often they interrupt. */
export const MetricsPanel = memo(function MetricsPanel({ metrics, participants, live }: MetricsPanelProps) {
  return (
    <Container header={<Header variant="h2">Conversation</Header>}>
      {metrics ? (
        <MetricsFigures metrics={metrics} participants={participants} />
      ) : (
        <Box color="text-body-secondary">
          {live ? 'Figures appear after the first complete line.' : 'No figures, because the call has no transcript.'}
        </Box>
      )}
    </Container>
  );
});
