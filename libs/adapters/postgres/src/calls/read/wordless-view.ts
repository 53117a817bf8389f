import { usToMs } from '@earshot/domain';
import type { WordlessSpanView } from '@earshot/ports';
import type { LedgerRow } from '../ledger/restore-ledgers.js';
import { parseMultirange } from '../ledger/multirange.js';

/** Most spans that a call lists. More come only from hours of speech that no engine understands. */
const MAX_LISTED_SPANS = 1_000;

/** The spans of all tracks in which somebody spoke and no engine gave words, in the order of time. */
export const findWordless = (rows: readonly LedgerRow[]): WordlessSpanView[] =>
  rows
    .filter(({ kind }) => kind === 'WORDLESS')
    .flatMap(({ track, spans }) =>
      parseMultirange(spans).spans.map(({ from, to }) => ({ track, fromMs: usToMs(from), toMs: usToMs(to) })),
    )
    .sort((a, b) => a.fromMs - b.fromMs || a.track - b.track)
    .slice(0, MAX_LISTED_SPANS);
