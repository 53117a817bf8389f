import { Suspense, lazy, memo, useContext } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { SentimentFace } from '../../ui/SentimentFace.js';
import { formatDuration } from '../../ui/format-duration.js';
import { classifyScore, formatScore, trendLabels } from '../../ui/sentiment.js';
import { DarkMode } from '../../ui/theme.js';
import { speakerLabels } from '../speaker.js';
import type { SentimentSeries } from './sentiment-series.js';
import '../../ui/figures.css';
import './sentiment-panel.css';

const SentimentChart = lazy(() => import('./SentimentChart.js'));

type SpeakerMetrics = NonNullable<CallDetailFragment['metrics']>['channels'][number];

const quarterIndexes = [0, 1, 2, 3];

function describeSentiment({ channel, weightedSentiment, sentimentTrend }: SpeakerMetrics): string {
  if (weightedSentiment === null) return `${speakerLabels[channel]}: no score yet.`;
  const trend = sentimentTrend === null ? '' : `, ${trendLabels[sentimentTrend]}`;
  return `${speakerLabels[channel]}: ${formatScore(weightedSentiment)} on average${trend}.`;
}

function QuarterTable({ speakers }: { speakers: readonly SpeakerMetrics[] }) {
  return (
    <table className="figures">
      <caption className="visually-hidden">Average sentiment per quarter of a speaker’s words</caption>
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
        {speakers.map(({ channel, sentimentByQuarter }) => (
          <tr key={channel}>
            <th scope="row">{speakerLabels[channel]}</th>
            {quarterIndexes.map((at) => (
              <QuarterCell key={at} quarter={sentimentByQuarter[at]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function QuarterCell({ quarter }: { quarter: SpeakerMetrics['sentimentByQuarter'][number] | undefined }) {
  if (!quarter) return <td>–</td>;
  const { fromMs, toMs, score } = quarter;
  return (
    <td title={`${formatDuration(fromMs)} to ${formatDuration(toMs)}`}>
      <SentimentFace sentiment={classifyScore(score)} label={formatScore(score)} />
    </td>
  );
}

function Chart({ series, description }: { series: SentimentSeries; description: string }) {
  const dark = useContext(DarkMode);
  return (
    <figure className="chart-figure">
      <div className="chart" role="img" aria-label={`Sentiment over the call, from −5 to +5. ${description}`}>
        <Suspense fallback={null}>
          <SentimentChart series={series} dark={dark} />
        </Suspense>
      </div>
      <figcaption className="chart-legend">
        <span className="legend legend-customer">
          <svg viewBox="0 0 28 8" width="28" height="8" aria-hidden="true">
            <path d="M0 4h28" stroke="currentColor" strokeWidth="2.5" />
          </svg>
          Customer
        </span>
        <span className="legend legend-agent">
          <svg viewBox="0 0 28 8" width="28" height="8" aria-hidden="true">
            <path d="M0 4h28" stroke="currentColor" strokeWidth="2.5" strokeDasharray="6 4" />
          </svg>
          Agent
        </span>
      </figcaption>
    </figure>
  );
}

export interface SentimentPanelProps {
  readonly series: SentimentSeries;
  readonly metrics: CallDetailFragment['metrics'];
}

/** The sentiment of each speaker over the call: a chart, and the same in words and figures. */
export const SentimentPanel = memo(function SentimentPanel({ series, metrics }: SentimentPanelProps) {
  const speakers = metrics?.channels ?? [];
  const description = speakers.map(describeSentiment).join(' ');
  return (
    <Container header={<Header variant="h2">Sentiment</Header>}>
      {series[0].length === 0 ? (
        <Box color="text-body-secondary">No sentiment scores yet.</Box>
      ) : (
        <Chart series={series} description={description} />
      )}
      {speakers.length > 0 && <p className="chart-description">{description}</p>}
      {speakers.some(({ sentimentByQuarter }) => sentimentByQuarter.length > 0) && <QuarterTable speakers={speakers} />}
    </Container>
  );
});
