import pg from 'pg';

export interface Seeding {
  /** A database that was migrated. */
  readonly url: string;
  readonly count: number;
  /** 0 by default. */
  readonly segmentsPerCall?: number;
}

const CHUNK = 100_000;

/**
 * Fills the tables with ended calls of one year, for measuring lists: 400 agents, a fifth of the calls without one, a
 * tenth with alerts, six categories, scores from -5 to 5 or none. The same rows each time. A million take about a minute.
 */
export async function seedCalls({ url, count, segmentsPerCall = 0 }: Seeding): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Building an index once costs a fraction of keeping it while rows come.
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select indexname as name, indexdef as definition from pg_indexes where tablename = 'calls' and indexname like 'calls\\_%\\_%'`,
    );
    for (const { name } of rows) await client.query(`drop index ${name}`);
    for (let from = 0; from < count; from += CHUNK) {
      const range = [from, Math.min(count, from + CHUNK) - 1];
      await client.query(insertCalls, range);
      if (segmentsPerCall > 0) await client.query(insertSegments, [...range, segmentsPerCall]);
    }
    for (const { definition } of rows) await client.query(definition);
    await client.query('vacuum analyze calls');
  } finally {
    await client.end();
  }
}

/** A number from 0 to 1 that depends on the row and a salt alone. */
const chance = (salt: number): string => `((hashint8extended(n, ${salt}) & 1048575) / 1048575.0)`;

/** Ids as most sources give them. */
const idOf = `md5('seed' || n)::uuid::text`;

const insertCalls = `
  insert into calls (id, version, status, is_started, source, started_at, ended_at, end_reason, end_known_at, updated_at,
    duration_ms, customer_number, system_number, agent_id, engine, engine_reason, customer_sentiment, categories,
    alert_count, audio_done, transcript_done)
  select ${idOf}, 3, status, true, 'seed', started, started + duration * interval '1 ms', status,
    started, started, duration, '+1555' || lpad((${chance(1)} * 9999999)::int::text, 7, '0'), '+18005550100',
    case when ${chance(2)} < 0.2 then null else 'agent-' || lpad((${chance(3)} * 399)::int::text, 3, '0') end,
    'scripted', 'seed', case when ${chance(4)} < 0.1 then null else round((${chance(5)} * 10 - 5)::numeric, 2)::float8 end,
    case when ${chance(6)} < 0.4 then array[(array['billing', 'cancellation', 'refund', 'technical', 'supervisor', 'legal'])
      [1 + floor(power(${chance(7)}, 3) * 5.999)::int]] else '{}' end,
    case when ${chance(8)} < 0.1 then 1 + (${chance(9)} * 3)::int else 0 end, true, true
  from (
    select n, timestamptz '2026-01-01' + (n * 31536000000.0 / 1000000 % 31536000000) * interval '1 ms' as started,
      round((5000 + ${chance(10)} * 1200000)::numeric)::float8 as duration,
      (case when ${chance(11)} < 0.97 then 'ENDED' else 'INTERRUPTED' end)::call_status
        as status
    from generate_series($1::bigint, $2::bigint) n
  ) seeds
  on conflict do nothing`;

const insertSegments = `
  insert into segments (call_id, id, revision, channel, start_ms, end_ms, text, words, engine, redactions, recognized_at)
  select ${idOf}, 'a-0-' || k, 1, case when k % 2 = 0 then 'AGENT' else 'CUSTOMER' end, k * 4000,
    k * 4000 + 3500, 'Seeded utterance number ' || k || '.', '[]', 'scripted', '[]', timestamptz '2026-01-01'
  from generate_series($1::bigint, $2::bigint) n, generate_series(0, $3::int - 1) k
  on conflict do nothing`;
