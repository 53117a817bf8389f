import type { CallSortField } from '@earshot/ports';
import { toMs, toTime } from '../../sql-time.js';
import type { CursorPart } from './cursor.js';

/** How to sort by a field, and how its values go into a cursor and back. */
export interface CallSort {
  readonly column: string;
  /** The expression for the value in a cursor. */
  readonly key: string;
  readonly part: CursorPart;
  readonly isNullable: boolean;
  /** Converts a parameter to a value of the column. */
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
    key: toMs('started_at'),
    part: 'time',
    isNullable: false,
    // The column has three digits, so both sides are whole milliseconds.
    valueOf: (parameter) => `${toTime(parameter)}::timestamptz(3)`,
  },
  DURATION: plain('duration_ms', 'number', 'float8'),
  AGENT: plain('agent_id', 'text?', 'text'),
  STATUS: { ...plain('status', 'text', 'call_status'), key: 'status::text' },
  CUSTOMER_SENTIMENT: plain('customer_sentiment', 'number?', 'float8'),
  ALERTS: plain('alert_count', 'int', 'int'),
};
