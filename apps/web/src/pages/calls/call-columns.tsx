import type { CallRowFragment, CallSortField } from '@earshot/graphql-api';
import type { TableProps } from '@cloudscape-design/components/table';
import { CallDuration } from '../../call/CallDuration.js';
import { CallStatusBadge } from '../../call/CallStatusBadge.js';
import { EngineName } from '../../call/EngineName.js';
import { formatTime } from '../../ui/format-time.js';
import { AlertCount, CallLink, CategoryLinks, CustomerSentiment, noValue } from './call-cells.js';

type Column = TableProps.ColumnDefinition<CallRowFragment> & { sortingField?: CallSortField };

/** The columns of the list. `sortingField` is the API's name for the sort. */
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
  { id: 'customer', header: 'Customer', minWidth: 135, cell: (call) => call.customerNumber ?? noValue },
  { id: 'agent', header: 'Agent', sortingField: 'AGENT', minWidth: 95, cell: (call) => call.agentId ?? noValue },
  {
    id: 'sentiment',
    header: 'Sentiment',
    sortingField: 'CUSTOMER_SENTIMENT',
    minWidth: 115,
    cell: (call) => <CustomerSentiment call={call} />,
  },
  {
    id: 'alerts',
    header: 'Alerts',
    sortingField: 'ALERTS',
    minWidth: 80,
    cell: (call) => <AlertCount count={call.alertCount} />,
  },
  { id: 'categories', header: 'Categories', minWidth: 160, cell: (call) => <CategoryLinks names={call.categories} /> },
  { id: 'engine', header: 'Engine', minWidth: 130, cell: (call) => <EngineName call={call} /> },
];
