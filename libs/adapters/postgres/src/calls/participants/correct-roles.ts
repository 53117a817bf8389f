import type { CallId, ParticipantId, ParticipantRole } from '@earshot/contracts';
import type { CallMetricsView, CallWrite } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import { storableText } from '../../storable-text.js';
import type { CallRow, CorrectedRoles } from '../write/call-row.js';
import { customerSentimentOf } from '../write/customer-sentiment.js';
import { correctedRoleOf, type ParticipantRow } from './participant-row.js';

interface ChangedRole {
  readonly callId: CallId;
  readonly id: ParticipantId;
  readonly role: ParticipantRole;
}

/**
 * Takes the decisions about roles into the rows of their calls and, with the whole transcript, into what is stored of them: segments,
 * matches, assignments and metrics. Only a decision that is new costs that much. Rows of calls without one stay the same objects.
 */
export async function correctRoles(
  client: SqlClient,
  rows: readonly CallRow[],
  participants: readonly ParticipantRow[],
): Promise<CallRow[]> {
  const corrected = rows.map((row) => withDecisions(row, participants));
  const changed = corrected.flatMap((row, at) => (row === rows[at] ? [] : changedRoles(row, rows[at])));
  if (changed.length === 0) return corrected;
  await correctStoredRows(client, changed);
  const metrics = await readMetrics(client, [...new Set(changed.map(({ callId }) => callId))]);
  return corrected.map((row) => {
    const stored = metrics.get(row.id);
    if (stored === undefined) return row;
    const ofCall = stored.participants.map((one) => ({ ...one, role: roleIn(row, one.participantId) ?? one.role }));
    return { ...row, metrics: { ...stored, participants: ofCall }, customerSentiment: customerSentimentOf(ofCall) };
  });
}

/** The write as it is stored, with the roles that decisions corrected. */
export function withCorrectedRoles(write: CallWrite, row: CallRow | undefined): CallWrite {
  if (row === undefined || row.correctedRoles === null) return write;
  switch (write.kind) {
    case 'segment':
      return { ...write, data: { ...write.data, role: roleIn(row, write.data.participantId) ?? write.data.role } };
    case 'category':
      return { ...write, data: { ...write.data, role: roleIn(row, write.data.participantId) ?? write.data.role } };
    case 'track-assigned':
      return write.participantId === null ? write : { ...write, role: roleIn(row, write.participantId) ?? write.role };
    case 'metrics': {
      const participants = write.data.participants.map((one) => ({
        ...one,
        role: roleIn(row, one.participantId) ?? one.role,
      }));
      return { ...write, data: { ...write.data, participants } };
    }
    default:
      return write;
  }
}

function roleIn({ correctedRoles }: CallRow, participantId: ParticipantId): ParticipantRole | undefined {
  const id = storableText(participantId);
  // A participant may have the name of a method of every object.
  return correctedRoles !== null && Object.hasOwn(correctedRoles, id) ? correctedRoles[id] : undefined;
}

function withDecisions(row: CallRow, participants: readonly ParticipantRow[]): CallRow {
  const roles = new Map(Object.entries(row.correctedRoles ?? {}));
  let isChanged = false;
  for (const participant of participants) {
    if (participant.callId !== row.id) continue;
    const role = correctedRoleOf(participant);
    if ((roles.get(participant.id) ?? null) === role) continue;
    isChanged = true;
    if (role === null) roles.delete(participant.id);
    else roles.set(participant.id, role);
  }
  const correctedRoles: CorrectedRoles | null = roles.size === 0 ? null : Object.fromEntries(roles);
  return isChanged ? { ...row, correctedRoles } : row;
}

/** The roles that the call has now and did not have before. */
function changedRoles({ id: callId, correctedRoles }: CallRow, before: CallRow | undefined): ChangedRole[] {
  const known = new Map(Object.entries(before?.correctedRoles ?? {}));
  return Object.entries(correctedRoles ?? {}).flatMap(([id, role]) =>
    known.get(id) === role ? [] : [{ callId, id: id as ParticipantId, role }],
  );
}

const tablesWithRoles = ['segments', 'category_matches', 'track_assignments'] as const;

async function correctStoredRows(client: SqlClient, changed: readonly ChangedRole[]): Promise<void> {
  const values = [changed.map(({ callId }) => callId), changed.map(({ id }) => id), changed.map(({ role }) => role)];
  for (const table of tablesWithRoles)
    await runStatement(
      client,
      `correct-roles-of-${table}`,
      `update ${table} t set role = p.role from unnest($1::text[], $2::text[], $3::text[]) as p(call_id, id, role)
       where t.call_id = p.call_id and t.participant_id = p.id and t.role is distinct from p.role`,
      values,
    );
}

async function readMetrics(client: SqlClient, ids: readonly CallId[]): Promise<ReadonlyMap<CallId, CallMetricsView>> {
  const rows = await runStatement<{ id: CallId; metrics: CallMetricsView }>(
    client,
    'read-metrics',
    `select id, metrics from calls where id = any($1::text[]) and metrics is not null`,
    [ids],
  );
  return new Map(rows.map(({ id, metrics }) => [id, metrics]));
}
