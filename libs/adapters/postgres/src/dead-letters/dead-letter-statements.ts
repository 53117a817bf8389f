import { toMs, toTime } from '../sql-time.js';

const headColumns = `id, ${toMs('at')} as "atMs", stage, topic, key, code, attempts, call_id as "callId",
  message_bytes as "messageBytes", is_cut as "isCut", ${toMs('replay_requested_at')} as "replayRequestedAtMs",
  ${toMs('replayed_at')} as "replayedAtMs", refused_with as "refusedWith"`;

export const addSql = `
  insert into dead_letters as d (id, at, stage, topic, key, code, attempts, call_id, message, is_cut, message_bytes, is_sealed)
  select $1, ${toTime('$2')}, $3, $4, $5, $6, $7, $8, $9, $10, $11, true
  where not exists (select from erasures where call_id = $8)
  on conflict (id) do update set at = excluded.at, code = excluded.code, attempts = excluded.attempts,
    replay_requested_at = null, replay_taken_at = null, replayed_at = null, refused_with = null,
    message = excluded.message, message_bytes = excluded.message_bytes, is_sealed = true
  where d.at < excluded.at`;

export const listSql = `
  select ${headColumns} from dead_letters
  where is_sealed and ($1::text is null or stage = $1) and ($2::text is null or code = $2) and ($3::text is null or call_id = $3)
  order by at desc, arrival desc limit $4`;

export const findSql = `select ${headColumns}, message as "sealedMessage" from dead_letters where id = $1 and is_sealed`;

export const requestAllSql = `
  update dead_letters set replay_requested_at = ${toTime('$1')}, refused_with = null
  where replay_requested_at is null and replayed_at is null and not is_cut and is_sealed returning id`;

/** Replays the named letters even if they were replayed before. */
export const requestSql = `
  update dead_letters set replay_requested_at = ${toTime('$1')}, replay_taken_at = null, replayed_at = null,
    refused_with = null
  where id = any($2::text[]) and not is_cut and is_sealed returning id`;

/** Takes nothing while another replica still replays, so that the letters are replayed in the order of their time. */
export const takeSql = `
  with due as (
    select id from dead_letters
    where replay_requested_at is not null and replayed_at is null and is_sealed and not exists (
      select from dead_letters where replay_requested_at is not null and replayed_at is null
        and replay_taken_at >= ${toTime('$3')})
    order by at, arrival limit $1
  ), taken as (
    update dead_letters d set replay_taken_at = ${toTime('$2')} from due where d.id = due.id returning d.*
  )
  select ${headColumns}, message as "sealedMessage" from taken order by at, arrival`;

/** A letter whose message died again meanwhile has no request any more, and stays dead. */
export const settleSql = `
  update dead_letters set replayed_at = ${toTime('$2')}, replay_taken_at = null,
    replay_requested_at = case when $2::float8 is not null then replay_requested_at end, refused_with = $3
  where id = $1 and replay_requested_at is not null`;

/** Oldest first, so that a letter that cannot be sealed is not the only one that is tried. */
export const listUnsealedSql = `
  select id, stage, topic, key, message from dead_letters where not is_sealed order by arrival limit $1`;

export const forgetUnsealedSql = `
  delete from dead_letters where id = $1 and not is_sealed and exists (select from dead_letters where id = $2)`;

export const sealSql = `
  update dead_letters set id = $2, message_bytes = octet_length(message), message = $3, is_sealed = true
  where id = $1 and not is_sealed`;

export const purgeSql = `
  delete from dead_letters where at < ${toTime('$1')} or (at, arrival) <= (
    select at, arrival from dead_letters order by at desc, arrival desc offset $2 limit 1)
  returning id`;
