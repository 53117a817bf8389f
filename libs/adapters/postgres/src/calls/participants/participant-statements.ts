import type { CallId, ParticipantId } from '@earshot/contracts';
import type { SqlClient } from '../../database.js';
import { storableText } from '../../storable-text.js';
import { runStatement } from '../../run-statement.js';
import type { ParticipantWrite, WriteOf } from '../write/write-of.js';
import { mergeParticipant, participantIdOf, unknownParticipant, type ParticipantRow } from './participant-row.js';

const readSql = `
  select p.call_id as "callId", p.id, p.role, p.name, p.number, p.described_at_ms as "describedAtMs",
    p.described_by_change as "describedByChange", p.joined_at_ms as "joinedAtMs",
    p.last_joined_at_ms as "lastJoinedAtMs", p.left_at_ms as "leftAtMs", p.role_reason as "roleReason",
    p.role_confidence as "roleConfidence", p.decided_role as "decidedRole", p.decided_reason as "decidedReason",
    p.decided_confidence as "decidedConfidence", p.decided_at_ms as "decidedAtMs"
  from unnest($1::text[], $2::text[]) as w(call_id, id)
  join participants p on p.call_id = w.call_id and p.id = w.id`;

const upsertSql = `
  insert into participants as p (call_id, id, role, name, number, described_at_ms, described_by_change, joined_at_ms,
    last_joined_at_ms, left_at_ms, role_reason, role_confidence, decided_role, decided_reason, decided_confidence, decided_at_ms)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::boolean[],
    $8::float8[], $9::float8[], $10::float8[], $11::text[], $12::float8[], $13::text[], $14::text[], $15::float8[],
    $16::float8[])
  on conflict (call_id, id) do update set
    role = excluded.role, name = excluded.name, number = excluded.number, described_at_ms = excluded.described_at_ms,
    described_by_change = excluded.described_by_change, joined_at_ms = excluded.joined_at_ms,
    last_joined_at_ms = excluded.last_joined_at_ms, left_at_ms = excluded.left_at_ms, role_reason = excluded.role_reason,
    role_confidence = excluded.role_confidence, decided_role = excluded.decided_role,
    decided_reason = excluded.decided_reason, decided_confidence = excluded.decided_confidence,
    decided_at_ms = excluded.decided_at_ms`;

const keyOf = (callId: CallId, id: ParticipantId): string => JSON.stringify([callId, id]);

/** Applies the facts to the stored participants. The caller holds the locks of the calls. Returns the rows that changed. */
export async function updateParticipants(
  client: SqlClient,
  writes: readonly ParticipantWrite[],
): Promise<readonly ParticipantRow[]> {
  if (writes.length === 0) return [];
  const before = await readParticipants(client, writes);
  const after = new Map(before);
  for (const write of writes) {
    const id = participantIdOf(write);
    const key = keyOf(write.callId, id);
    after.set(key, mergeParticipant(after.get(key) ?? unknownParticipant(write.callId, id), write));
  }
  const changed = [...after].flatMap(([key, row]) => (isSameRow(before.get(key), row) ? [] : [row]));
  await upsertParticipants(client, changed);
  return changed;
}

/**
 * Stores who is on a track from a time on. The last of two assignments with the same time counts, because their topic
 * keeps the order.
 */
export async function upsertAssignments(
  client: SqlClient,
  writes: readonly WriteOf<'track-assigned'>[],
): Promise<{ callId: CallId }[]> {
  if (writes.length === 0) return [];
  return runStatement(
    client,
    'upsert-assignments',
    `insert into track_assignments as a (call_id, track, from_ms, participant_id, role)
     select * from unnest($1::text[], $2::smallint[], $3::float8[], $4::text[], $5::text[])
     on conflict (call_id, track, from_ms) do update set participant_id = excluded.participant_id, role = excluded.role
     where (a.participant_id, a.role) is distinct from (excluded.participant_id, excluded.role)
     returning call_id as "callId"`,
    [
      writes.map(({ callId }) => callId),
      writes.map(({ track }) => track),
      writes.map(({ fromMs }) => fromMs),
      writes.map(({ participantId }) => (participantId === null ? null : storableText(participantId))),
      writes.map(({ role }) => role),
    ],
  );
}

async function readParticipants(
  client: SqlClient,
  writes: readonly ParticipantWrite[],
): Promise<ReadonlyMap<string, ParticipantRow>> {
  const wanted = new Map(writes.map((write) => [keyOf(write.callId, participantIdOf(write)), write]));
  const rows = await runStatement<ParticipantRow>(client, 'read-participants', readSql, [
    [...wanted.values()].map(({ callId }) => callId),
    [...wanted.values()].map(participantIdOf),
  ]);
  return new Map(rows.map((row) => [keyOf(row.callId, row.id), row]));
}

async function upsertParticipants(client: SqlClient, rows: readonly ParticipantRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = (of: (row: ParticipantRow) => unknown) => rows.map(of);
  await runStatement(client, 'upsert-participants', upsertSql, [
    column(({ callId }) => callId),
    column(({ id }) => id),
    column(({ role }) => role),
    column(({ name }) => name),
    column(({ number }) => number),
    column(({ describedAtMs }) => describedAtMs),
    column(({ describedByChange }) => describedByChange),
    column(({ joinedAtMs }) => joinedAtMs),
    column(({ lastJoinedAtMs }) => lastJoinedAtMs),
    column(({ leftAtMs }) => leftAtMs),
    column(({ roleReason }) => roleReason),
    column(({ roleConfidence }) => roleConfidence),
    column(({ decidedRole }) => decidedRole),
    column(({ decidedReason }) => decidedReason),
    column(({ decidedConfidence }) => decidedConfidence),
    column(({ decidedAtMs }) => decidedAtMs),
  ]);
}

const isSameRow = (a: ParticipantRow | undefined, b: ParticipantRow): boolean =>
  a !== undefined && (Object.keys(b) as (keyof ParticipantRow)[]).every((field) => a[field] === b[field]);
