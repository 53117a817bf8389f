import type { CallId, RedactionKind } from '@earshot/contracts';
import { SpanSet } from '@earshot/domain';
import type { AudioRemovals, AudioToRemove } from '@earshot/ports';
import type { Database } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import { formatMultirange, parseMultirange } from '../ledger/multirange.js';

const findSql = `
  select h.call_id as "callId", jsonb_agg(jsonb_build_array(h.track, h.kind, (h.spans - h.removed)::text)) as rows
  from hidden_spans h join calls c on c.id = h.call_id
  where not h.removed @> h.spans and h.kind = any($1::text[]) and h.call_id > $2 and c.status <> 'LIVE'
  group by h.call_id order by h.call_id limit $3`;

const markSql = `
  update hidden_spans h set removed = h.removed + p.removed::int8multirange
  from unnest($2::smallint[], $3::text[], $4::text[]) as p(track, kind, removed)
  where h.call_id = $1 and h.track = p.track and h.kind = p.kind`;

/** Reads and writes which hidden words the stored audio still holds. */
export class PostgresAudioRemovals implements AudioRemovals {
  constructor(private readonly database: Database) {}

  async findAudioToRemove({ kinds, first, after }: Parameters<AudioRemovals['findAudioToRemove']>[0]) {
    type Row = { callId: CallId; rows: [number, RedactionKind, string][] };
    const found = await this.database.transaction((client) =>
      runStatement<Row>(client, 'find-audio-to-remove', findSql, [kinds, after ?? '', first]),
    );
    return found.map(({ callId, rows }) => ({
      callId,
      tracks: rows.map(([track, kind, spans]) => ({ track, kind, spans: parseMultirange(spans).spans })),
    }));
  }

  async markAudioRemoved({ callId, tracks }: AudioToRemove): Promise<void> {
    await this.database.transaction((client) =>
      runStatement(client, 'mark-audio-removed', markSql, [
        callId,
        tracks.map(({ track }) => track),
        tracks.map(({ kind }) => kind),
        tracks.map(({ spans }) => formatMultirange(new SpanSet(spans))),
      ]),
    );
  }
}
