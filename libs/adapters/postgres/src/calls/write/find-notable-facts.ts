import type { CallId } from '@earshot/contracts';
import type { CompletedCall } from '@earshot/ports';
import type { NotableFact } from '../../notifications/add-notifications.js';
import type { CallRow } from './call-row.js';
import type { NewMatch } from './call-statements.js';

/** What a batch changed. */
interface Changes {
  readonly before: readonly CallRow[];
  /** The rows after the batch, in the same order. */
  readonly rows: readonly CallRow[];
  readonly newMatches: readonly NewMatch[];
  readonly completed: readonly CompletedCall[];
}

/** What targets may be told of: starts, then matches, then ends. A call has ended when its whole transcript is stored. */
export function findNotableFacts({ before, rows, newMatches, completed }: Changes, nowMs: number): NotableFact[] {
  const ended = new Set<CallId>(completed.map(({ callId }) => callId));
  return [
    ...rows.flatMap(({ id: callId, isStarted, startedAtMs }, index): NotableFact[] =>
      isStarted && before[index]?.isStarted === false
        ? [{ callId, kinds: ['CALL_STARTED'], happenedAtMs: startedAtMs }]
        : [],
    ),
    ...newMatches.map(({ isAlert, ...match }): NotableFact => ({
      ...match,
      kinds: isAlert ? ['ALERT', 'CATEGORY_MATCHED'] : ['CATEGORY_MATCHED'],
      happenedAtMs: nowMs,
    })),
    ...rows.flatMap(({ id: callId, endedAtMs }): NotableFact[] =>
      ended.has(callId) ? [{ callId, kinds: ['CALL_ENDED'], happenedAtMs: endedAtMs ?? nowMs }] : [],
    ),
  ];
}
