import type { ReactNode } from 'react';
import type { CallRowFragment, CallSortField } from '@earshot/graphql-api';
import { CallDuration } from '../../call/CallDuration.js';
import { CallStatusBadge } from '../../call/CallStatusBadge.js';
import { EngineName } from '../../call/EngineName.js';
import { formatTime } from '../../ui/format-time.js';
import { AlertCount, CallLink, CategoryLinks, CustomerSentiment, noValue } from './call-cells.js';

/** One column of the list. The style sheet has its width under `column-<id>`. */
export interface Column {
  readonly id: string;
  readonly header: string;
  /** The API's name for the sort. */
  readonly sort?: CallSortField;
  readonly cell: (call: CallRowFragment) => ReactNode;
  /** The whole text of a cell that may be cut. */
  readonly title?: (call: CallRowFragment) => string | undefined;
}

/** More would make the row higher. */
const categoriesPerRow = 2;

/** The columns of the list. */
export const columns: readonly Column[] = [
  { id: 'status', header: 'Status', sort: 'STATUS', cell: (call) => <CallStatusBadge call={call} /> },
  { id: 'id', header: 'Call', cell: (call) => <CallLink id={call.id} /> },
  { id: 'started', header: 'Started', sort: 'STARTED_AT', cell: (call) => formatTime(call.startedAt) },
  { id: 'duration', header: 'Duration', sort: 'DURATION', cell: (call) => <CallDuration call={call} /> },
  {
    id: 'customer',
    header: 'Customer',
    cell: (call) => call.customerNumber ?? noValue,
    title: (call) => call.customerNumber ?? undefined,
  },
  {
    id: 'agent',
    header: 'Agent',
    sort: 'AGENT',
    cell: (call) => call.agentId ?? noValue,
    title: (call) => call.agentId ?? undefined,
  },
  {
    id: 'sentiment',
    header: 'Sentiment',
    sort: 'CUSTOMER_SENTIMENT',
    cell: (call) => <CustomerSentiment call={call} />,
  },
  { id: 'alerts', header: 'Alerts', sort: 'ALERTS', cell: (call) => <AlertCount count={call.alertCount} /> },
  {
    id: 'categories',
    header: 'Categories',
    cell: (call) => <CategoryLinks names={call.categories} max={categoriesPerRow} />,
  },
  {
    id: 'engine',
    header: 'Engine',
    cell: (call) => <EngineName call={call} />,
    title: (call) => call.engine ?? undefined,
  },
];
