import type { CallId } from '@earshot/contracts';
import {
  MAX_CALL_ACCESSES,
  type AuditAnchor,
  type AuditEntry,
  type AuditFilter,
  type AuditQuery,
  type AuditReader,
  type AuditVerdict,
  type CallAccess,
  type HashedAuditEntry,
  type Page,
} from '@earshot/ports';
import { decodeCursor, encodeCursor } from '../calls/read/cursor.js';
import { Parameters } from '../calls/read/filter-conditions.js';
import type { Database } from '../database.js';
import { toTime } from '../sql-time.js';
import * as sql from './audit-statements.js';
import { NO_ROW_HASH } from './hash-row.js';
import { verifyChain, type ChainHead, type ChainRow } from './verify-chain.js';

const MAX_ENTRIES = 100;
const EXPORTED_AT_ONCE = 1_000;

/** Reads and verifies the rows of the audit. */
export class PostgresAuditReader implements AuditReader {
  constructor(private readonly database: Database) {}

  async listEntries(tenant: string, { first: wanted, after, filter }: AuditQuery): Promise<Page<AuditEntry>> {
    const first = Math.min(Math.max(wanted, 1), MAX_ENTRIES);
    const order = `audit DESC ${tenant}`;
    const [before] = after === undefined ? [] : decodeCursor(after, order, ['number']);
    const parameters = new Parameters();
    const conditions = filterConditions(tenant, filter, parameters);
    if (before !== undefined) conditions.push(`sequence < ${parameters.add(before)}::float8::bigint`);
    const text = `select ${sql.entryColumns} from audit_trail where ${conditions.join(' and ')}
      order by sequence desc limit ${first + 1}`;
    const rows = await this.query<AuditEntry>(text, parameters.values);
    const items = rows.slice(0, first).map((item) => ({ cursor: encodeCursor(order, [item.sequence]), item }));
    return { items, hasNextPage: rows.length > first };
  }

  listCallAccesses(tenant: string, callId: CallId): Promise<readonly CallAccess[]> {
    return this.query(sql.callAccessesSql, [tenant, callId, MAX_CALL_ACCESSES]);
  }

  async listTenants(): Promise<readonly string[]> {
    return (await this.query<{ tenant: string }>(sql.tenantsSql, [])).map(({ tenant }) => tenant);
  }

  readRows(tenant: string, after: number, filter: AuditFilter): Promise<HashedAuditEntry[]> {
    const parameters = new Parameters();
    const conditions = [
      ...filterConditions(tenant, filter, parameters),
      `sequence > ${parameters.add(after)}::float8::bigint`,
    ];
    const text = `select ${sql.entryColumns}, encode(hash, 'hex') as hash from audit_trail
      where ${conditions.join(' and ')} order by sequence limit ${EXPORTED_AT_ONCE}`;
    return this.query(text, parameters.values);
  }

  async verifyRows(tenant: string, anchor?: AuditAnchor): Promise<AuditVerdict> {
    const [stored] = await this.query<ChainHead>(sql.headSql, [tenant]);
    const head = stored ?? { sequence: 0, hash: NO_ROW_HASH };
    const readAfter = (after: number) => this.query<ChainRow>(sql.chainSql, [tenant, after, head.sequence]);
    return verifyChain(head, readAfter, anchor);
  }

  private query<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.read((manager) => manager.query<R[]>(text, [...values]));
  }
}

function filterConditions(tenant: string, filter: AuditFilter, parameters: Parameters): string[] {
  const { callId, subject, action, fromMs, toMs } = filter;
  const conditions = [`tenant = ${parameters.add(tenant)}`];
  if (callId !== undefined) conditions.push(`call_id = ${parameters.add(callId)}`);
  if (subject !== undefined) conditions.push(`subject = ${parameters.add(subject)}`);
  if (action !== undefined) conditions.push(`action = ${parameters.add(action)}`);
  if (fromMs !== undefined) conditions.push(`last_at >= ${toTime(parameters.add(fromMs))}`);
  if (toMs !== undefined) conditions.push(`first_at < ${toTime(parameters.add(toMs))}`);
  return conditions;
}
