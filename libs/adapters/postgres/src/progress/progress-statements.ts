/** The request id of a live call is ''. Rows are locked in the order of their key, so that two batches cannot deadlock. */
export const takeProgress = `
  insert into transcript_progress as t (call_id, request_id, epoch)
  select call_id, request_id, 1 + coalesce((
      select max(other.epoch) from transcript_progress as other
      where other.call_id = w.call_id and (other.request_id = '') = (w.request_id = '')), 0)
  from unnest($1::text[], $2::text[]) as w (call_id, request_id)
  order by call_id, request_id
  on conflict (call_id, request_id) do update
    set epoch = greatest(t.epoch + 1, excluded.epoch), touched_at = now()
  returning call_id as "callId", request_id as "requestId", epoch, progress`;

export const saveProgress = `
  with owned as (
    select t.call_id, t.request_id, s.progress
    from unnest($1::text[], $2::text[], $3::int[], $4::text[]) as s (call_id, request_id, epoch, progress)
    join transcript_progress as t
      on t.call_id = s.call_id and t.request_id = s.request_id and t.epoch = s.epoch
    order by t.call_id, t.request_id
    for no key update of t)
  update transcript_progress as t
  set progress = owned.progress::jsonb, touched_at = now()
  from owned where t.call_id = owned.call_id and t.request_id = owned.request_id
  returning t.call_id as "callId", t.request_id as "requestId", t.epoch`;

/**
 * Reads the progress of calls that are over only. The end of a track counts in whole milliseconds, because a declared gap at the
 * end may be rounded.
 */
export const findUnfinished = `
  select t.call_id as "callId", s.sample_rate_hz as "sampleRateHz", s.channel_count as "trackCount",
    s.position_sample::float8 as "endSample"
  from transcript_progress t join calls c on c.id = t.call_id join streams s on s.call_id = t.call_id
  where t.request_id = '' and c.status <> 'LIVE' and t.touched_at < now() - $1::float8 * interval '1 ms'
    and (t.progress is null or not (t.progress->>'isCompleted')::boolean and (
      jsonb_array_length(t.progress->'untranscribed') > 0
      or exists (select 1 from jsonb_array_elements(t.progress->'tracks') as k(track)
        where (track->>'transcribedSample')::float8 < s.position_sample - s.sample_rate_hz / 1000)))
  order by t.call_id limit 100`;

/** Two days exceed the retention of `calls.audio`: after that, no message of the call can come again. */
export const deleteOldProgress = `
  delete from transcript_progress where ctid = any (array(
    select ctid from transcript_progress where touched_at < now() - interval '2 days' limit 2000
    for update skip locked))`;
