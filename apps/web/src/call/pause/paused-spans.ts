import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration } from '../../ui/format-duration.js';

/** A span in which the call was paused, on every track. */
export interface PausedSpan {
  readonly isPause: true;
  readonly fromMs: number;
  readonly toMs: number;
}

export const isPausedSpan = (span: object): span is PausedSpan => 'isPause' in span;

/** The pauses of the call: those of the track whose account is furthest. */
export function pausedSpans(ledgers: CallDetailFragment['ledger']): readonly PausedSpan[] {
  const furthest = ledgers.toSorted((a, b) => b.pausedMs - a.pausedMs)[0];
  return (furthest?.pauses ?? []).map(({ fromMs, toMs }) => ({ isPause: true, fromMs, toMs }));
}

/** What the transcript and the account say in place of the words. */
export const describePause = ({ fromMs, toMs }: Pick<PausedSpan, 'fromMs' | 'toMs'>): string =>
  `Paused, ${formatDuration(fromMs)}–${formatDuration(toMs)}`;
