import type { CallId } from '@earshot/contracts';
import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import { toMs, toTime } from '../../sql-time.js';
import { storableText } from '../../storable-text.js';
import { NO_TENANT, type CallRow } from '../write/call-row.js';
import type { WriteOf } from '../write/write-of.js';
import { factsIn, mergeFacts, type FactRow } from './fact-row.js';

/** The facts of one call after a batch. */
export interface StoredFacts {
  readonly facts: readonly FactRow[];
  readonly isChanged: boolean;
  readonly isCut: boolean;
  /** What a search finds the changed numbers and the name by, where they are sealed. */
  readonly digests: readonly string[];
}

/**
 * Stores the facts that came, and returns those of each call that they are about. The caller holds the locks of the calls. A
 * change of another tenant is not stored.
 */
export async function storeFacts(
  client: SqlClient,
  writes: readonly WriteOf<'changed' | 'started'>[],
  rows: readonly CallRow[],
): Promise<ReadonlyMap<CallId, StoredFacts>> {
  if (writes.length === 0) return new Map();
  const tenants = new Map(rows.map(({ id, tenant }) => [id, tenant]));
  const stored = await readFacts(client, [...new Set(writes.map(({ callId }) => callId))]);
  const found = new Map<CallId, StoredFacts>();
  const changedRows: FactRow[] = [];
  for (const callId of new Set(writes.map((write) => write.callId))) {
    const tenant = tenants.get(callId) ?? NO_TENANT;
    const ofCall = writes.filter((write) => write.callId === callId);
    const came = ofCall.flatMap(factsIn);
    const digests = ofCall.flatMap((write) => (write.kind === 'changed' ? (write.numberDigests ?? []) : []));
    const own = came.filter((fact) => tenant === NO_TENANT || fact.tenant === tenant);
    const { facts, changed, isCut } = mergeFacts(
      stored.filter((fact) => fact.callId === callId),
      own,
    );
    changedRows.push(...changed);
    found.set(callId, { facts, isCut, digests, isChanged: changed.length > 0 });
  }
  await upsertFacts(client, changedRows);
  return found;
}

const readFacts = (client: SqlClient, ids: readonly CallId[]): Promise<FactRow[]> =>
  runStatement<FactRow>(
    client,
    'read-facts',
    `select call_id as "callId", field, key, value, tenant, ${toMs('changed_at')} as "changedAtMs"
     from call_facts where call_id = any($1::text[])`,
    [ids],
  );

async function upsertFacts(client: SqlClient, rows: readonly FactRow[]): Promise<void> {
  if (rows.length === 0) return;
  await runStatement(
    client,
    'upsert-facts',
    `insert into call_facts (call_id, field, key, value, tenant, changed_at)
     select call_id, field, key, value, tenant, ${toTime('changed_at_ms')}
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[])
       as p(call_id, field, key, value, tenant, changed_at_ms)
     on conflict (call_id, field, key) do update set
       value = excluded.value, tenant = excluded.tenant, changed_at = excluded.changed_at`,
    [
      rows.map(({ callId }) => callId),
      rows.map(({ field }) => field),
      rows.map(({ key }) => storableText(key)),
      rows.map(({ value }) => (value === null ? null : storableText(value))),
      rows.map(({ tenant }) => tenant),
      rows.map(({ changedAtMs }) => changedAtMs),
    ],
  );
}
