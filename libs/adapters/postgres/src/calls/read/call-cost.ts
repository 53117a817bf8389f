import type { LedgerRow } from '../ledger/restore-ledgers.js';
import { parseMultirange } from '../ledger/multirange.js';

const US_PER_MINUTE = 60_000_000;

/** What the engines cost for the audio that they transcribed. Null where none has a price. */
export function sumCost(rows: readonly LedgerRow[]): number | null {
  const priced = rows.filter(({ kind }) => kind === 'PRICED');
  if (priced.length === 0) return null;
  return priced.reduce((sum, { reason, spans }) => sum + (lengthUs(spans) / US_PER_MINUTE) * Number(reason), 0);
}

const lengthUs = (spans: string): number =>
  parseMultirange(spans).spans.reduce((sum, { from, to }) => sum + (to - from), 0);
