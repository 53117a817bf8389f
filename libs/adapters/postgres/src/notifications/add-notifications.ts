import type { CallId } from '@earshot/contracts';
import type { NotificationKind, NotificationTarget } from '@earshot/ports';
import type { SqlClient } from '../database.js';
import { runStatement } from '../run-statement.js';
import { storableText } from '../storable-text.js';
import { insertNotifications } from './notification-statements.js';

/** Something that targets may be told of. */
export interface NotableFact {
  readonly callId: CallId;
  /** In the order of preference: a target that wants several of them is told of the first. */
  readonly kinds: readonly NotificationKind[];
  readonly category?: string;
  readonly segmentId?: string;
  readonly happenedAtMs: number;
}

/** Adds a notification for each target that wants to know of a fact, in the transaction of `client`. */
export async function addNotifications(
  client: SqlClient,
  facts: readonly NotableFact[],
  targets: readonly NotificationTarget[],
  nowMs: number,
): Promise<void> {
  const rows = facts.flatMap((fact) =>
    targets.flatMap(({ name, kinds }) => {
      const kind = fact.kinds.find((one) => kinds.includes(one));
      return kind === undefined ? [] : [{ ...fact, target: name, kind }];
    }),
  );
  if (rows.length === 0) return;
  await runStatement(client, 'insert-notifications', insertNotifications, [
    rows.map(({ callId }) => callId),
    rows.map(({ target }) => target),
    rows.map(({ kind }) => kind),
    rows.map(({ category }) => storableText(category ?? '')),
    rows.map(({ segmentId }) => segmentId ?? ''),
    rows.map(({ happenedAtMs }) => happenedAtMs),
    nowMs,
  ]);
}
