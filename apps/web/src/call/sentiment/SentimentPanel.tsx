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
import { meaningfulTrend } from '../meaningful-trend.js';
import { type SentimentQuarter, sentimentByQuarter } from './sentiment-quarters.js';
import type { SentimentSeries } from './sentiment-series.js';
import '../../ui/figures.css';
import '../participants/speaker.css';
import './sentiment-panel.css';

const SentimentChart = lazy(() => import('./SentimentChart.js'));

type ParticipantMetrics = NonNullable<CallDetailFragment['metrics']>['channels'][number];

/** A participant with what is measured; null while the participant has not spoken. */
interface Measured {
  readonly participant: ShownParticipant;
  readonly figures: ParticipantMetrics | null;
  readonly quarters: readonly SentimentQuarter[];
}

const quarterIndexes = [0, 1, 2, 3];

function describeSentiment({ participant: { label }, figures }: Measured): string {
  if (figures === null || figures.weightedSentiment === null) return `${label}: no score yet.`;
  const trend = meaningfulTrend(figures);
  const trendText = trend === null ? '' : `, ${trendLabels[trend]}`;
  return `${label}: ${formatScore(figures.weightedSentiment)} on average${trendText}.`;
}

function QuarterTable({ measured }: { measured: readonly Measured[] }) {
  return (
    <table className="figures">
      <caption className="visually-hidden">Average sentiment per quarter of the call</caption>
      <thead>
        <tr>
          <th scope="col">Quarter of the call</th>
          {quarterIndexes.map((at) => (
            <th key={at} scope="col">
              {at + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measured.map(({ participant, quarters }) => (
          <tr key={participant.id}>
            <th scope="row" className="wrapping">
              {participant.label}
            </th>
            {quarterIndexes.map((at) => (
              <QuarterCell key={at} quarter={quarters[at]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function QuarterCell({ quarter }: { quarter: SentimentQuarter | undefined }) {
  if (!quarter || quarter.score === null) return <td>–</td>;
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
  readonly live: boolean;
  readonly metrics: CallDetailFragment['metrics'];
  readonly participants: ParticipantList;
  /** Length of the call as far as it is stored. */
  readonly durationMs: number;
}

/** The sentiment of each participant over the call: a chart, and the same in words and figures. */
export const SentimentPanel = memo(function SentimentPanel(props: SentimentPanelProps) {
  const { series, live, metrics, participants, durationMs } = props;
  const measured = participants.all.map((participant) => ({
    participant,
    figures: metrics?.channels.find((figures) => figures.participant.id === participant.id) ?? null,
    quarters: sentimentByQuarter(series, participant.id, durationMs),
  }));
  const description = measured.map(describeSentiment).join(' ');
  const hasQuarters = series.seconds.length > 0;
  return (
    <Container header={<Header variant="h2">Sentiment</Header>}>
      {series.seconds.length === 0 ? (
        <Box color="text-body-secondary">{live ? 'No sentiment scores yet.' : 'No sentiment scores.'}</Box>
      ) : (
        <Chart series={series} participants={participants} description={description} />
      )}
      {metrics !== null && <p className="chart-description">{description}</p>}
      {hasQuarters && <QuarterTable measured={measured} />}
    </Container>
  );
});
