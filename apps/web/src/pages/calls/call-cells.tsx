import type { ReactNode } from 'react';
import type { CallRowFragment } from '@earshot/graphql-api';
import Badge from '@cloudscape-design/components/badge';
import Link from '@cloudscape-design/components/link';
import { callPath } from '../../call/call-path.js';
import { customerSentiment } from '../../call/customer-sentiment.js';
import { SentimentFace } from '../../ui/SentimentFace.js';
import { TrendArrow } from '../../ui/TrendArrow.js';
import { classifyScore, formatScore } from '../../ui/sentiment.js';
import { defaultQuery, listPath } from './list-query.js';
import './call-cells.css';

/** A dash, which screen readers read as "none". */
export const noValue = (
  <span className="no-value">
    <span aria-hidden="true">–</span>
    <span className="visually-hidden">none</span>
  </span>
);

/** The average sentiment of the customers, and its trend. */
export function CustomerSentiment({ call, fallback = noValue }: { call: CallRowFragment; fallback?: ReactNode }) {
  const { score, trend } = customerSentiment(call);
  if (score === null) return fallback;
  return (
    <span className="sentiment-and-trend">
      <SentimentFace sentiment={classifyScore(score)} label={formatScore(score)} />
      {trend && <TrendArrow trend={trend} />}
    </span>
  );
}

/** The number of alerts. Alerts are red and have a sign. */
export function AlertCount({ count }: { count: number }) {
  if (count === 0) return noValue;
  return (
    <Badge color="severity-high">
      <span aria-hidden="true">! </span>
      {count} <span className="visually-hidden">{count === 1 ? 'alert' : 'alerts'}</span>
    </Badge>
  );
}

/** The matched categories; each links to all calls that match it. */
export function CategoryLinks({ names }: { names: readonly string[] }) {
  if (names.length === 0) return noValue;
  return (
    <span className="category-links">
      {names.map((name) => (
        <a key={name} className="category-link" href={listPath({ ...defaultQuery, category: name })}>
          {name}
        </a>
      ))}
    </span>
  );
}

export const CallLink = ({ id }: { id: string }) => (
  <Link href={callPath(id)} variant="secondary">
    <span className="call-id">{id}</span>
  </Link>
);
