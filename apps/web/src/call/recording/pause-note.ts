import type { CallDetailFragment } from '@earshot/graphql-api';
import { pausedSpans } from '../pause/paused-spans.js';
import { listSpans } from './list-spans.js';

/** Where a recording is silent because the call was paused, in words for the reader. Null when it never was. */
export function pauseNote(ledger: CallDetailFragment['ledger']): string | null {
  const pauses = pausedSpans(ledger);
  return pauses.length === 0 ? null : `Silent, because the call was paused: ${listSpans(pauses)}.`;
}
