import type { Trend } from '@earshot/graphql-api';
import { trendLabels } from './sentiment.js';
import './sentiment.css';

const arrows: Record<Trend, string> = {
  UP: 'M3 12 12 4M6 4h6v6',
  DOWN: 'M3 4l9 8M6 12h6V6',
  FLAT: 'M2 8h11M9 4l4 4-4 4',
};

/** An arrow for the direction of a sentiment; screen readers get the word. */
export function TrendArrow({ trend }: { trend: Trend }) {
  return (
    <span className="trend">
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path
          d={arrows[trend]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="visually-hidden">{trendLabels[trend]}</span>
    </span>
  );
}
