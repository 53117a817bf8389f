import type {
  RetentionChange,
  RetentionClock,
  RetentionDay,
  RetentionPolicies,
  RetentionPolicy,
  RetentionPosition,
  RetentionQueue,
  RetentionTarget,
} from '@earshot/ports';
import type { Database, SqlClient } from '../database.js';
import { runStatement } from '../run-statement.js';
import { storableText } from '../storable-text.js';
import { hideCalls, insertErasure } from './erasure-statements.js';
import * as sql from './retention-statements.js';

/** Calls that one step looks at. */
const STEP = 500;
/** Calls that may wait to be erased. They are hidden already, so there is no hurry. */
const MAX_WAITING = 2_000;
const MAX_PROOFS_AT_ONCE = 2_000;
const DAY_MS = 86_400_000;
/** Longer than every topic keeps messages. */
const PROOF_DAYS = 40;
const REASON = 'the time for which it is kept is over';

/** The policies, and the calls whose time is over. */
export class PostgresRetention implements RetentionPolicies, RetentionQueue {
  constructor(private readonly database: Database) {}

  async listPolicies(tenant: string): Promise<RetentionPolicy[]> {
    type Row = Omit<RetentionPolicy, 'target'> & { readonly kind: RetentionTarget['kind']; readonly name: string };
    const rows = await this.query<Row>('list-policies', sql.listPolicies, [tenant]);
    return rows.map(({ kind, name, ...policy }) => ({
      ...policy,
      target: kind === 'DEFAULT' ? { kind } : { kind, name },
    }));
  }

  async setPolicy(
    tenant: string,
    { target, days, subject, principal, setAtMs }: RetentionPolicy & { readonly principal: string },
  ): Promise<void> {
    const values = [tenant, target.kind, nameOf(target), days, principal, storableText(subject), setAtMs];
    await this.query('set-policy', sql.setPolicy, values);
  }

  async removePolicy(tenant: string, target: RetentionTarget): Promise<void> {
    await this.query('remove-policy', sql.removePolicy, [tenant, target.kind, nameOf(target)]);
  }

  async previewRemoval(
    tenant: string,
    { nowMs, defaultDays }: RetentionClock,
    change: RetentionChange | null = null,
  ): Promise<{ readonly days: readonly RetentionDay[]; readonly heldCalls: number }> {
    const changed = change === null ? [null, null, null] : [change.target.kind, nameOf(change.target), change.days];
    const values = [tenant, nowMs, defaultDays, ...changed];
    const days = await this.query<RetentionDay>('preview-removal', sql.preview, values);
    const [held] = await this.query<{ calls: number }>('count-held', sql.countHeld, values);
    return { days, heldCalls: held?.calls ?? 0 };
  }

  async listTenants(): Promise<string[]> {
    return (await this.query<{ tenant: string }>('retention-tenants', sql.listTenants, [])).map(({ tenant }) => tenant);
  }

  async isFull(): Promise<boolean> {
    const [row] = await this.query<{ isFull: boolean }>('is-queue-full', sql.isQueueFull, [MAX_WAITING]);
    return row?.isFull ?? false;
  }

  expireCalls(
    tenant: string,
    after: RetentionPosition | null,
    { nowMs, defaultDays }: RetentionClock,
  ): Promise<{ readonly expired: number; readonly next: RetentionPosition | null }> {
    return this.database.transaction(async (client) => {
      const position = [after?.startedAtMs ?? 0, after?.callId ?? ''];
      const old = await runStatement<RetentionPosition>(client, 'find-old-calls', sql.findOldCalls, [
        ...[tenant, ...position],
        ...[nowMs, defaultDays, STEP],
      ]);
      const ids = old.map(({ callId }) => callId);
      const due = await runStatement<{ id: string }>(client, 'lock-expired', sql.lockExpired, [
        ids,
        nowMs,
        defaultDays,
      ]);
      // Once in each run: they need not be old.
      const own =
        after === null
          ? await runStatement<{ id: string }>(client, 'lock-own-expired', sql.lockOwnExpired, [tenant, nowMs, STEP])
          : [];
      const expired = await eraseExpired(client, [...new Set([...due, ...own].map(({ id }) => id))], nowMs);
      return { expired, next: old.length < STEP ? null : (old.at(-1) ?? null) };
    });
  }

  async removeOldProofs(nowMs: number): Promise<number> {
    const values = [nowMs - PROOF_DAYS * DAY_MS, MAX_PROOFS_AT_ONCE];
    return (await this.query('remove-old-proofs', sql.removeOldProofs, values)).length;
  }

  private query<R>(name: string, text: string, values: unknown[]): Promise<R[]> {
    return this.database.transaction((client) => runStatement<R>(client, name, text, values));
  }
}

/** The calls are locked. A statement of its own leaves out those that are held meanwhile. */
async function eraseExpired(client: SqlClient, callIds: readonly string[], nowMs: number): Promise<number> {
  if (callIds.length === 0) return 0;
  const values = [callIds, 'RETENTION', REASON, 'retention', 'retention', nowMs];
  const erased = await runStatement<{ callId: string }>(client, 'insert-erasure', insertErasure, values);
  await runStatement(client, 'hide-calls', hideCalls, [erased.map(({ callId }) => callId)]);
  return erased.length;
}

const nameOf = (target: RetentionTarget): string => (target.kind === 'DEFAULT' ? '' : storableText(target.name));
