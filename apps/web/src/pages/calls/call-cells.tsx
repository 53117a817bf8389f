import { type ReactNode, useId, useState } from 'react';
import type { CallRowFragment } from '@earshot/graphql-api';
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
    <span className="alert-count">
      <span aria-hidden="true">! </span>
      {count} <span className="visually-hidden">{count === 1 ? 'alert' : 'alerts'}</span>
    </span>
  );
}

const CategoryLink = ({ name }: { name: string }) => (
  <a className="category-link" href={listPath({ ...defaultQuery, category: name })} title={name}>
    {name}
  </a>
);

/** The number of categories that have no room, as a button that lists them. */
function MoreCategories({ names }: { names: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <span
      className="more-categories"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
      onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
    >
      <button
        type="button"
        className="category-link more-button"
        aria-expanded={open}
        aria-controls={id}
        aria-label={`${names.length} more categories`}
        title={names.join(', ')}
        onClick={() => setOpen(!open)}
      >
        +{names.length}
      </button>
      <span id={id} className="more-list" hidden={!open}>
        {names.map((name) => (
          <CategoryLink key={name} name={name} />
        ))}
      </span>
    </span>
  );
}

interface CategoryLinksProps {
  readonly names: readonly string[];
  /** Most names that are shown at once. */
  readonly max: number;
}

/** The matched categories; each links to all calls that match it. */
export function CategoryLinks({ names, max }: CategoryLinksProps) {
  if (names.length === 0) return noValue;
  return (
    <span className="category-links">
      {names.slice(0, max).map((name) => (
        <CategoryLink key={name} name={name} />
      ))}
      {names.length > max && <MoreCategories names={names.slice(max)} />}
    </span>
  );
}

export const CallLink = ({ id }: { id: string }) => (
  <a href={callPath(id)} className="call-link" title={id}>
    <span className="call-id">{id}</span>
  </a>
);
