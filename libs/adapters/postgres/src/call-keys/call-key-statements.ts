export const insertFirstKey = `
  insert into call_keys (call_id, wrapped, key_version) values ($1, $2, $3) on conflict (call_id) do nothing`;

export const findKey = `select wrapped, key_version as "keyVersion" from call_keys where call_id = $1`;

export const findKeys = `
  select call_id as "callId", wrapped, key_version as "keyVersion" from call_keys where call_id = any($1::text[])`;

export const destroyKey = `
  insert into call_keys (call_id, destroyed_at) values ($1, clock_timestamp())
  on conflict (call_id) do update set
    wrapped = null, key_version = null, destroyed_at = coalesce(call_keys.destroyed_at, excluded.destroyed_at)`;
