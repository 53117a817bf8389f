/** In every statement, $1 is the stream and $2 the group. All times come from the database. */
const after = (parameter: string) => `clock_timestamp() + ${parameter}::float8 * interval '1 millisecond'`;
const ofScope = 'stream = $1 and consumer_group = $2';

export const enrolShards = `
  insert into shard_leases (stream, consumer_group, shard)
  select $1, $2, shard from unnest($3::text[]) as shard order by shard
  on conflict do nothing`;

export const forgetShards = `delete from shard_leases where ${ofScope} and is_finished and shard <> all ($3::text[])`;

export const forgetMembers = `
  delete from shard_members where ${ofScope} and expires_at < clock_timestamp() - interval '1 minute'`;

export const renewMember = `
  insert into shard_members (stream, consumer_group, member, expires_at) values ($1, $2, $3, ${after('$4')})
  on conflict (stream, consumer_group, member) do update set expires_at = excluded.expires_at`;

export const renewLeases = `
  update shard_leases
  set expires_at = ${after('$4')},
    backlog_messages = coalesce(
      (select said.messages from unnest($5::text[], $6::bigint[]) as said (shard, messages)
       where said.shard = shard_leases.shard),
      backlog_messages)
  where ${ofScope} and owner = $3`;

export const readMembers = `
  select member from shard_members where ${ofScope} and expires_at > clock_timestamp() order by member`;

const columns = `
  shard, counter, checkpoint, is_finished, backlog_messages,
  case when expires_at > clock_timestamp() then owner end as owner,
  case when exists (
    select from shard_members as asking
    where asking.stream = shard_leases.stream and asking.consumer_group = shard_leases.consumer_group
      and asking.member = wanted_by and asking.expires_at > clock_timestamp()
  ) then wanted_by end as wanted_by,
  coalesce(wanted_until <= clock_timestamp(), false) as is_overdue`;

export const readLeases = `select ${columns} from shard_leases where ${ofScope} order by shard`;

export const acquireLease = `
  update shard_leases
  set owner = $5, counter = counter + 1, expires_at = ${after('$6')}, wanted_by = null, wanted_until = null
  where ${ofScope} and shard = $3 and counter = $4 and not is_finished
    and (owner is null or owner = $5 or expires_at <= clock_timestamp()
      or (wanted_by = $5 and wanted_until <= clock_timestamp()))
  returning ${columns}`;

export const wantLease = `
  update shard_leases
  set wanted_until = case when wanted_by = $5 then wanted_until else ${after('$6')} end, wanted_by = $5
  where ${ofScope} and shard = $3 and counter = $4 and owner is not null and not is_finished
    and (wanted_by is null or wanted_by = $5 or not exists (
      select from shard_members as asking
      where asking.stream = $1 and asking.consumer_group = $2
        and asking.member = wanted_by and asking.expires_at > clock_timestamp()))
  returning shard`;

/** An expired lease that nobody took still belongs to its owner: only the counter decides. */
export const storeCheckpoint = `
  update shard_leases
  set checkpoint = greatest(checkpoint, $5::numeric), is_finished = is_finished or $6,
    backlog_messages = case when $6 then 0 else backlog_messages end
  where ${ofScope} and shard = $3 and counter = $4 and owner is not null
  returning shard`;

/** Keeps `wanted_by`, because the lease is released for that member. */
const freed = 'owner = null, counter = counter + 1, expires_at = null';

export const releaseLease = `
  update shard_leases set ${freed} where ${ofScope} and shard = $3 and counter = $4 and owner is not null`;

export const releaseAll = `update shard_leases set ${freed} where ${ofScope} and owner = $3`;

export const forgetMember = `delete from shard_members where ${ofScope} and member = $3`;
