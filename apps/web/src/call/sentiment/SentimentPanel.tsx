import { Suspense, lazy, memo, useContext } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { SentimentFace } from '../../ui/SentimentFace.js';
import { formatDuration } from '../../ui/format-duration.js';
import { classifyScore, formatScore, trendLabels } from '../../ui/sentiment.js';
import { DarkMode } from '../../ui/theme.js';
import { dashOf, lookClasses } from '../participants/look.js';
import type { ParticipantList, ShownParticipant } from '../participants/participant-list.js';
import type { SentimentSeries } from './sentiment-series.js';
import '../../ui/figures.css';
import '../participants/speaker.css';
import './sentiment-panel.css';

const SentimentChart = lazy(() => import('./SentimentChart.js'));

type ParticipantMetrics = NonNullable<CallDetailFragment['metrics']>['channels'][number];
type Quarter = ParticipantMetrics['sentimentByQuarter'][number];

/** A participant with what is measured; null while the participant has not spoken. */
interface Measured {
  readonly participant: ShownParticipant;
  readonly figures: ParticipantMetrics | null;
}

const quarterIndexes = [0, 1, 2, 3];

function describeSentiment({ participant: { label }, figures }: Measured): string {
  if (figures === null || figures.weightedSentiment === null) return `${label}: no score yet.`;
  const { weightedSentiment, sentimentTrend } = figures;
  const trend = sentimentTrend === null ? '' : `, ${trendLabels[sentimentTrend]}`;
  return `${label}: ${formatScore(weightedSentiment)} on average${trend}.`;
}

function QuarterTable({ measured }: { measured: readonly Measured[] }) {
  return (
    <table className="figures">
      <caption className="visually-hidden">Average sentiment per quarter of a participant’s words</caption>
      <thead>
        <tr>
          <th scope="col">Quarter</th>
          {quarterIndexes.map((at) => (
            <th key={at} scope="col">
              {at + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measured.map(({ participant, figures }) => (
          <tr key={participant.id}>
            <th scope="row" className="wrapping">
              {participant.label}
            </th>
            {quarterIndexes.map((at) => (
              <QuarterCell key={at} quarter={figures?.sentimentByQuarter[at]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function QuarterCell({ quarter }: { quarter: Quarter | undefined }) {
  if (!quarter) return <td>–</td>;
  const { fromMs, toMs, score } = quarter;
  return (
    <td title={`${formatDuration(fromMs)} to ${formatDuration(toMs)}`}>
      <SentimentFace sentiment={classifyScore(score)} label={formatScore(score)} />
    </td>
  );
}

function Legend({ participants }: { participants: ParticipantList }) {
  return (
    <figcaption className="chart-legend">
      {participants.all.map((participant) => (
        <span key={participant.id} className={`legend ${lookClasses(participant)}`}>
          <svg viewBox="0 0 28 8" width="28" height="8" aria-hidden="true">
            <path d="M0 4h28" stroke="currentColor" strokeWidth="2.5" strokeDasharray={dashOf(participant).join(' ')} />
          </svg>
          {participant.label}
        </span>
      ))}
    </figcaption>
  );
}

interface ChartProps {
  readonly series: SentimentSeries;
  readonly participants: ParticipantList;
  readonly description: string;
}

function Chart({ series, participants, description }: ChartProps) {
  const dark = useContext(DarkMode);
  return (
    <figure className="chart-figure">
      <div className="chart" role="img" aria-label={`Sentiment over the call, from −5 to +5. ${description}`}>
        <Suspense fallback={null}>
          <SentimentChart series={series} participants={participants} dark={dark} />
        </Suspense>
      </div>
      <Legend participants={participants} />
    </figure>
  );
}

export interface SentimentPanelProps {
  readonly series: SentimentSeries;
  readonly metrics: CallDetailFragment['metrics'];
  readonly participants: ParticipantList;
}

/** The sentiment of each participant over the call: a chart, and the same in words and figures. */
export const SentimentPanel = memo(function SentimentPanel({ series, metrics, participants }: SentimentPanelProps) {
  const measured = participants.all.map((participant) => ({
    participant,
    figures: metrics?.channels.find((figures) => figures.participant.id === participant.id) ?? null,
  }));
  const description = measured.map(describeSentiment).join(' ');
  const hasQuarters = measured.some(({ figures }) => figures !== null && figures.sentimentByQuarter.length > 0);
  return (
    <Container header={<Header variant="h2">Sentiment</Header>}>
      {series.seconds.length === 0 ? (
        <Box color="text-body-secondary">No sentiment scores yet.</Box>
      ) : (
        <Chart series={series} participants={participants} description={description} />
      )}
      {metrics !== null && <p className="chart-description">{description}</p>}
      {hasQuarters && <QuarterTable measured={measured} />}
    </Container>
  );
});
