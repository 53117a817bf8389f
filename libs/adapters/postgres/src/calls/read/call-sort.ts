import type { CallSortField } from '@earshot/ports';
import type { CursorPart } from './cursor.js';

/** How a field is sorted: its column, what a cursor holds of it, and how that becomes a value of the column again. */
export interface CallSort {
  readonly column: string;
  /** The column as it goes into a cursor. */
  readonly key: string;
  readonly part: CursorPart;
  readonly isNullable: boolean;
  /** The parameter as a value of the column. */
  valueOf(parameter: string): string;
}

const plain = (column: string, part: CursorPart, type: string): CallSort => ({
  column,
  key: column,
  part,
  isNullable: part.endsWith('?'),
  valueOf: (parameter) => `${parameter}::${type}`,
});

export const callSorts: Readonly<Record<CallSortField, CallSort>> = {
  STARTED_AT: {
    column: 'started_at',
    key: '(extract(epoch from started_at) * 1000)::float8',
    part: 'time',
    isNullable: false,
    // Whole milliseconds on both sides: the column has three digits.
    valueOf: (parameter) => `to_timestamp(${parameter}::float8 / 1000.0)::timestamptz(3)`,
  },
  DURATION: plain('duration_ms', 'number', 'float8'),
  AGENT: plain('agent_id', 'text?', 'text'),
  STATUS: { ...plain('status', 'text', 'call_status'), key: 'status::text' },
  CUSTOMER_SENTIMENT: plain('customer_sentiment', 'number?', 'float8'),
  ALERTS: plain('alert_count', 'int', 'int'),
};
