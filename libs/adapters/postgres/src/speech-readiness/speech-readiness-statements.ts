/** All times come from the database, so that the clocks of the processes do not matter. */
export const upsertReadiness = `
  insert into speech_readiness (process_id, engine, reason, engines, seen_at)
    values ($1, $2, $3, $4::jsonb, clock_timestamp())
  on conflict (process_id) do update set
    engine = excluded.engine, reason = excluded.reason, engines = excluded.engines, seen_at = excluded.seen_at`;

/** Three times the interval at which a process repeats its state. */
export const findLiveReadiness = `
  select process_id as "processId", engine, reason, engines from speech_readiness
  where seen_at > clock_timestamp() - interval '90 seconds' order by process_id`;

export const deleteReadiness = `delete from speech_readiness where process_id = $1`;

/** Rows of processes that were killed. */
export const deleteStaleReadiness = `
  delete from speech_readiness where seen_at < clock_timestamp() - interval '1 hour'`;
