import { Suspense, lazy, memo } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatScore, moodOf, trendWords } from '../ui/call-words.js';
import { formatDuration } from '../ui/format-duration.js';
import { Mood } from '../ui/Mood.js';
import type { SentimentSeries } from './sentiment-series.js';

const SentimentChart = lazy(() => import('./SentimentChart.js'));

type SideMetrics = NonNullable<CallDetailFragment['metrics']>['channels'][number];

const sideWords = { CUSTOMER: 'Customer', AGENT: 'Agent' } as const;

function describe({ channel, weightedSentiment, sentimentTrend }: SideMetrics): string {
  if (weightedSentiment === null) return `${sideWords[channel]}: not scored yet.`;
  const trend = sentimentTrend === null ? '' : `, ${trendWords[sentimentTrend]}`;
  return `${sideWords[channel]}: ${formatScore(weightedSentiment)} on average${trend}.`;
}

function Quarters({ sides }: { sides: readonly SideMetrics[] }) {
  return (
    <table className="figures">
      <caption className="visually-hidden">Mean sentiment in each quarter of what a side said</caption>
      <thead>
        <tr>
          <th scope="col">Quarter</th>
          {[1, 2, 3, 4].map((quarter) => (
            <th key={quarter} scope="col">
              {quarter}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sides.map(({ channel, sentimentByQuarter }) => (
          <tr key={channel}>
            <th scope="row">{sideWords[channel]}</th>
            {[0, 1, 2, 3].map((at) => {
              const quarter = sentimentByQuarter[at];
              return (
                <td key={at} title={quarter && `${formatDuration(quarter.fromMs)} to ${formatDuration(quarter.toMs)}`}>
                  {quarter ? <Mood mood={moodOf(quarter.score)} word={formatScore(quarter.score)} /> : '–'}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface SentimentPanelProps {
  readonly series: SentimentSeries;
  readonly metrics: CallDetailFragment['metrics'];
  readonly dark: boolean;
}

/** How the mood of both sides went: a chart, and the same in words and figures. */
export const SentimentPanel = memo(function SentimentPanel({ series, metrics, dark }: SentimentPanelProps) {
  const sides = metrics?.channels ?? [];
  const words = sides.map(describe).join(' ');
  const empty = series[0].length === 0;
  return (
    <Container header={<Header variant="h2">Sentiment</Header>}>
      {empty ? (
        <Box color="text-body-secondary">No line was scored yet.</Box>
      ) : (
        <figure className="chart-figure">
          <div
            className="chart"
            role="img"
            aria-label={`Sentiment of both sides over the call, from −5 to +5. ${words}`}
          >
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
      )}
      {sides.length > 0 && <p className="chart-words">{words}</p>}
      {sides.some(({ sentimentByQuarter }) => sentimentByQuarter.length > 0) && <Quarters sides={sides} />}
    </Container>
  );
});
