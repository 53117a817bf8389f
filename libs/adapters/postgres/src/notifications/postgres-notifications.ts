import {
  Failure,
  type DeliveryOutcome,
  type Notification,
  type NotificationLog,
  type NotificationQueue,
  type NotificationRecord,
  type Page,
} from '@earshot/ports';
import type { Database } from '../database.js';
import { runStatement } from '../run-statement.js';
import * as sql from './notification-statements.js';

type RecordRow = NotificationRecord & { readonly seq: string };

const CURSOR = /^\d{1,18}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The notifications of calls, one row for each target. */
export class PostgresNotifications implements NotificationQueue, NotificationLog {
  constructor(private readonly database: Database) {}

  takeDue(
    target: string,
    { first, nowMs, leaseMs }: Parameters<NotificationQueue['takeDue']>[1],
  ): Promise<readonly Notification[]> {
    return this.run<Notification>('take-notifications', sql.takeDue, [target, nowMs, nowMs + leaseMs, first]);
  }

  async settle({ id, attempt }: Notification, outcome: DeliveryOutcome, nowMs: number): Promise<void> {
    const code = outcome.state === 'DELIVERED' ? null : outcome.code;
    const retryAtMs = outcome.state === 'PENDING' ? outcome.retryAtMs : null;
    await this.run('settle-notification', sql.settle, [id, attempt, outcome.state, code, retryAtMs, nowMs]);
  }

  async purge(addedBeforeMs: number): Promise<number> {
    const [purged] = await this.run<{ n: number }>('purge-notifications', sql.purge, [addedBeforeMs]);
    return purged?.n ?? 0;
  }

  async listNotifications(
    tenant: string,
    { first, after, state }: Parameters<NotificationLog['listNotifications']>[1],
  ): Promise<Page<NotificationRecord>> {
    if (after !== undefined && !CURSOR.test(after)) throw new Failure('BAD_CURSOR', 'The cursor is invalid.');
    const values = [tenant, after ?? null, state ?? null, first + 1];
    const rows = await this.run<RecordRow>('list-notifications', sql.list, values);
    return {
      items: rows.slice(0, first).map((row) => ({ cursor: row.seq, item: toRecord(row) })),
      hasNextPage: rows.length > first,
    };
  }

  async redeliver(tenant: string, id: string, nowMs: number): Promise<NotificationRecord | null> {
    if (!UUID.test(id)) return null;
    const [row] = await this.run<RecordRow>('redeliver-notification', sql.redeliver, [tenant, id, nowMs]);
    return row === undefined ? null : toRecord(row);
  }

  private run<R>(name: string, text: string, values: unknown[]): Promise<R[]> {
    return this.database.transaction((client) => runStatement<R>(client, name, text, values));
  }
}

const toRecord = ({ seq: _seq, ...record }: RecordRow): NotificationRecord => record;
