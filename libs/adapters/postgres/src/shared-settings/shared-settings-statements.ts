/** All times come from the database, so that the clocks of the processes do not matter. */
export const upsertSettings = `
  insert into shared_settings (process_id, process_name, key, value, seen_at)
  select $1, $2, key, value, clock_timestamp() from unnest($3::text[], $4::text[]) as own (key, value) order by key
  on conflict (process_id, key) do update set value = excluded.value, seen_at = excluded.seen_at`;

/** Three times the interval at which a process repeats its settings. */
const isLive = `seen_at > clock_timestamp() - interval '90 seconds'`;

export const findDifferences = `
  select distinct other.key, other.value, other.process_name as "processName"
  from shared_settings as other
  join unnest($2::text[], $3::text[]) as own (key, value) on own.key = other.key
  where other.process_id <> $1 and other.value <> own.value and other.${isLive}
  order by other.key, "processName", other.value`;

export const deleteSettings = `delete from shared_settings where process_id = $1`;

/** Rows of processes that were killed. */
export const deleteStaleSettings = `
  delete from shared_settings where seen_at < clock_timestamp() - interval '1 hour'`;
