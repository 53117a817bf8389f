import type { RowChange } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';

/** Announces changed rows to the services that show calls. */
export type AnnounceChanges = (changes: readonly RowChange[]) => Promise<void>;

export const createAnnouncer =
  (publisher: EventPublisher<'persistence'>): AnnounceChanges =>
  async (changes) => {
    await Promise.all(
      changes.map(({ callId, kind, id, version }) =>
        publisher.emit('calls.updates', 'row.changed', callId, { kind, id, version }),
      ),
    );
  };
