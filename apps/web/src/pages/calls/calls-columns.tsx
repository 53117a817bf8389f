import type { ReactNode } from 'react';
import type { CallRowFragment, CallSortField } from '@earshot/graphql-api';
import Badge from '@cloudscape-design/components/badge';
import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import { CallStatusBadge } from '../../ui/CallStatusBadge.js';
import { formatScore, isOnTheLine, isScripted, moodOf, shownEngine } from '../../ui/call-words.js';
import { formatTime } from '../../ui/format-time.js';
import { Mood, TrendArrow } from '../../ui/Mood.js';
import { Ticking } from '../../ui/Ticking.js';
import { callPath } from '../../app/route.js';
import { firstQuery, listPath } from './list-query.js';

const nothing = (
  <span className="nothing">
    <span aria-hidden="true">–</span>
    <span className="visually-hidden">none</span>
  </span>
);

/** The customer's mean sentiment and where it is heading. */
export function CustomerMood({ call, fallback = nothing }: { call: CallRowFragment; fallback?: ReactNode }) {
  const customer = call.metrics?.channels.find(({ channel }) => channel === 'CUSTOMER');
  const score = customer?.weightedSentiment ?? null;
  if (score === null) return fallback;
  return (
    <span className="mood-and-trend">
      <Mood mood={moodOf(score)} word={formatScore(score)} />
      {customer?.sentimentTrend && <TrendArrow trend={customer.sentimentTrend} />}
    </span>
  );
}

/** How many alerts a call has; red and with a sign where there are any. */
export function AlertCount({ count }: { count: number }) {
  if (count === 0) return nothing;
  return (
    <Badge color="severity-high">
      <span aria-hidden="true">! </span>
      {count} <span className="visually-hidden">{count === 1 ? 'alert' : 'alerts'}</span>
    </Badge>
  );
}

/** Names of the matched categories; each leads to the calls that have it. */
export function Categories({ names }: { names: readonly string[] }) {
  if (names.length === 0) return nothing;
  return (
    <span className="pills">
      {names.map((name) => (
        <a key={name} className="pill" href={listPath({ ...firstQuery, category: name })}>
          {name}
        </a>
      ))}
    </span>
  );
}

/** The engine's name; sample words are marked as such. */
export function EngineName({ call }: { call: CallRowFragment }) {
  return <span className={isScripted(call.engine) ? 'engine engine-scripted' : 'engine'}>{shownEngine(call)}</span>;
}

export const CallLink = ({ id }: { id: string }) => (
  <Link href={callPath(id)} variant="secondary">
    <span className="call-id">{id}</span>
  </Link>
);

export const CallDuration = ({ call }: { call: CallRowFragment }) => (
  <Ticking startedAt={call.startedAt} durationMs={call.durationMs} live={isOnTheLine(call)} />
);

type Column = TableProps.ColumnDefinition<CallRowFragment> & { sortingField?: CallSortField };

/** The list's columns; `sortingField` is the API's name of the order. */
export const columns: readonly Column[] = [
  {
    id: 'status',
    header: 'Status',
    sortingField: 'STATUS',
    minWidth: 118,
    cell: (call) => <CallStatusBadge call={call} />,
  },
  { id: 'id', header: 'Call', isRowHeader: true, minWidth: 140, cell: (call) => <CallLink id={call.id} /> },
  {
    id: 'started',
    header: 'Started',
    sortingField: 'STARTED_AT',
    minWidth: 150,
    cell: (call) => formatTime(call.startedAt),
  },
  {
    id: 'duration',
    header: 'Duration',
    sortingField: 'DURATION',
    minWidth: 100,
    cell: (call) => <CallDuration call={call} />,
  },
  { id: 'customer', header: 'Customer', minWidth: 135, cell: (call) => call.customerNumber ?? nothing },
  { id: 'agent', header: 'Agent', sortingField: 'AGENT', minWidth: 95, cell: (call) => call.agentId ?? nothing },
  {
    id: 'sentiment',
    header: 'Sentiment',
    sortingField: 'CUSTOMER_SENTIMENT',
    minWidth: 115,
    cell: (call) => <CustomerMood call={call} />,
  },
  {
    id: 'alerts',
    header: 'Alerts',
    sortingField: 'ALERTS',
    minWidth: 80,
    cell: (call) => <AlertCount count={call.alertCount} />,
  },
  { id: 'categories', header: 'Categories', minWidth: 160, cell: (call) => <Categories names={call.categories} /> },
  { id: 'engine', header: 'Engine', minWidth: 130, cell: (call) => <EngineName call={call} /> },
];
