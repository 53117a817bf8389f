import type { AuditedAccess } from '@earshot/contracts';
import { AUDIT_MINUTE_MS, type AuditEntry, type AuditWriter } from '@earshot/ports';
import type { Database, SqlClient } from '../database.js';
import { storableJson } from '../storable-text.js';
import * as sql from './audit-statements.js';
import { hashRow, NO_ROW_HASH } from './hash-row.js';

/** How long a written access is known, so that an event that the bus delivers again adds nothing. */
const KNOWN_MS = 3_600_000;
/** Rows in one statement. */
const ROWS_AT_ONCE = 1_000;

interface Head {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

type Minute = Pick<AuditedAccess, 'tenant'> & { readonly minute: number };
type FoldedAccess = Omit<AuditedAccess, 'details'> & { readonly detailNames: string };

/** Keeps accesses for their minute, and appends a row for equal ones to the chain of their tenant. */
export class PostgresAuditWriter implements AuditWriter {
  constructor(private readonly database: Database) {}

  async addAccesses(eventId: string, accesses: readonly AuditedAccess[]): Promise<void> {
    const rows = accesses.map((access, position) => ({ ...access, position }));
    const values = [eventId, storableJson(rows), AUDIT_MINUTE_MS];
    await this.database.transaction((client) => client.query({ text: sql.addSql, values }));
  }

  async writeRows({ nowMs, waitMs }: { nowMs: number; waitMs: number }): Promise<number> {
    const lastMinute = Math.floor((nowMs - waitMs) / AUDIT_MINUTE_MS) - 1;
    let written = 0;
    for (let waiting = await this.findWaiting(lastMinute); waiting.length > 0;) {
      for (const minute of waiting)
        written += await this.database.transaction((client) => writeMinute(client, minute, nowMs));
      waiting = await this.findWaiting(lastMinute);
    }
    await this.database.transaction((client) => client.query({ text: sql.forgetSql, values: [nowMs - KNOWN_MS] }));
    return written;
  }

  private findWaiting(lastMinute: number): Promise<Minute[]> {
    return this.database.read((manager) => manager.query<Minute[]>(sql.waitingSql, [lastMinute]));
  }
}

/** Returns the number of new rows: 0 when another process wrote the minute. */
async function writeMinute(client: SqlClient, { tenant, minute }: Minute, nowMs: number): Promise<number> {
  const head = await lockHead(client, tenant);
  const folded = (await client.query<FoldedAccess>({ text: sql.takeMinuteSql, values: [tenant, minute, nowMs] })).rows;
  const rows = chainRows(head, folded);
  const last = rows.at(-1);
  if (last === undefined) return 0;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await client.query({ text: sql.appendSql, values: [JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE))] });
  await client.query({ text: sql.moveHeadSql, values: [tenant, last.sequence, Buffer.from(last.hash, 'hex')] });
  return rows.length;
}

async function lockHead(client: SqlClient, tenant: string): Promise<Head> {
  await client.query({ text: sql.startTenantSql, values: [tenant, NO_ROW_HASH] });
  const [head] = (await client.query<Head>({ text: sql.lockHeadSql, values: [tenant] })).rows;
  if (head === undefined) throw new Error('The head of an audit disappeared while it was read.');
  return head;
}

function chainRows({ sequence, hash }: Head, folded: readonly FoldedAccess[]) {
  let previous = hash;
  return folded.map(({ detailNames, ...access }, at) => {
    const details = [...new Set(detailNames.split(',').filter((name) => name !== ''))].toSorted();
    const row: AuditEntry = { ...access, sequence: sequence + at + 1, details };
    const previousHash = Buffer.from(previous).toString('hex');
    const rowHash = hashRow(previous, row);
    previous = rowHash;
    return { ...row, previousHash, hash: rowHash.toString('hex') };
  });
}
