import pg from 'pg';
import { storeAgentsOfCalls } from '../agents/agent-searches.js';

export interface SeedOptions {
  /** A database with our tables. */
  readonly url: string;
  readonly count: number;
  /** Default: 0. */
  readonly segmentsPerCall?: number;
}

const CHUNK = 100_000;

/**
 * Fills the tables with ended calls of one year, to measure lists: 400 agents, a fifth of the calls without an agent, 20
 * queues, a tenth with alerts, a customer and an agent on each call, six categories, sentiment from -5 to 5 or none. Writes
 * the same rows each time. A million take a minute.
 */
export async function seedCalls({ url, count, segmentsPerCall = 0 }: SeedOptions): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Building the indexes afterwards costs a fraction of updating them with each row.
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select indexname as name, indexdef as definition from pg_indexes where tablename = 'calls' and indexname like 'calls\\_%\\_%'`,
    );
    for (const { name } of rows) await client.query(`drop index ${name}`);
    for (let from = 0; from < count; from += CHUNK) {
      const range = [from, Math.min(count, from + CHUNK) - 1];
      await client.query(insertCalls, range);
      await client.query(insertParticipants, range);
      if (segmentsPerCall > 0) await client.query(insertSegments, [...range, segmentsPerCall]);
    }
    for (const { definition } of rows) await client.query(definition);
    await storeAgentsOfCalls(async (sql, values) => (await client.query(sql, values)).rows);
    await client.query('vacuum analyze calls, participants, agent_searches');
  } finally {
    await client.end();
  }
}

/** A pseudorandom number from 0 to 1 that depends only on the row and the salt. */
const random = (salt: number): string => `((hashint8extended(n, ${salt}) & 1048575) / 1048575.0)`;

/** A UUID, like the ids of most sources. */
const idOf = `md5('seed' || n)::uuid::text`;

const insertCalls = `
  insert into calls (id, version, status, is_started, source, started_at, ended_at, end_reason, end_known_at, updated_at,
    duration_ms, customer_number, system_number, agent_id, queue, engine, engine_reason, customer_sentiment, categories,
    alert_count, audio_done, transcript_done)
  select ${idOf}, 3, status, true, 'seed', started, started + duration * interval '1 ms', status,
    started, started, duration, '+1555' || lpad((${random(1)} * 9999999)::int::text, 7, '0'), '+18005550100',
    case when ${random(2)} < 0.2 then null else 'agent-' || lpad((${random(3)} * 399)::int::text, 3, '0') end,
    'queue-' || floor(${random(12)} * 19.999)::int, 'scripted', 'seed', case when ${random(4)} < 0.1 then null else round((${random(5)} * 10 - 5)::numeric, 2)::float8 end,
    case when ${random(6)} < 0.4 then array[(array['billing', 'cancellation', 'refund', 'technical', 'supervisor', 'legal'])
      [1 + floor(power(${random(7)}, 3) * 5.999)::int]] else '{}' end,
    case when ${random(8)} < 0.1 then 1 + (${random(9)} * 3)::int else 0 end, true, true
  from (
    select n, timestamptz '2026-01-01' + (n * 31536000000.0 / 1000000 % 31536000000) * interval '1 ms' as started,
      round((5000 + ${random(10)} * 1200000)::numeric)::float8 as duration,
      (case when ${random(11)} < 0.97 then 'ENDED' else 'INTERRUPTED' end)::call_status
        as status
    from generate_series($1::bigint, $2::bigint) n
  ) seeds
  on conflict do nothing`;

const insertParticipants = `
  insert into participants (call_id, id, role, name, number, described_at_ms, joined_at_ms, last_joined_at_ms)
  select c.id, p.id, p.role, p.name, p.number, 0, 0, 0
  from generate_series($1::bigint, $2::bigint) n join calls c on c.id = ${idOf}
  cross join lateral (values
    ('customer', 'CUSTOMER', null, c.customer_number), ('agent', 'AGENT', c.agent_id, null)) as p(id, role, name, number)
  order by 1, 2
  on conflict do nothing`;

const insertSegments = `
  insert into segments (call_id, id, revision, track, participant_id, role, start_ms, end_ms, text, words, engine, redactions,
    recognized_at)
  select ${idOf}, case when k % 2 = 0 then '1-0-' else '0-0-' end || k, 1, case when k % 2 = 0 then 1 else 0 end,
    case when k % 2 = 0 then 'agent' else 'customer' end, case when k % 2 = 0 then 'AGENT' else 'CUSTOMER' end, k * 4000,
    k * 4000 + 3500, 'Seeded utterance number ' || k || '.', '[]', 'scripted', '[]', timestamptz '2026-01-01'
  from generate_series($1::bigint, $2::bigint) n, generate_series(0, $3::int - 1) k
  on conflict do nothing`;
