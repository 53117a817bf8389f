import type { CallId, RedactionKind } from '@earshot/contracts';
import { hiddenWordsOf, SpanSet } from '@earshot/domain';
import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import { formatMultirange } from '../ledger/multirange.js';
import type { WriteOf } from '../write/write-of.js';

/** Spans to add to one row of `hidden_spans`. */
export interface HiddenSpanRow {
  readonly callId: CallId;
  readonly track: number;
  readonly kind: RedactionKind;
  readonly spans: SpanSet;
}

/** The hidden spans of a batch, one row per call, track and kind. */
export class HiddenSpanRows {
  private readonly byKey = new Map<string, HiddenSpanRow>();

  /**
   * Adds the words that a final hides, of any revision: a correction may hide more, and what one revision hid stays hidden in the
   * audio. So repetitions and any order give the same spans.
   */
  addSegment({ callId, data }: WriteOf<'segment'>): void {
    if (data.isPartial) return;
    for (const { kind, span } of hiddenWordsOf(data)) {
      const key = JSON.stringify([callId, data.track, kind]);
      const row = this.byKey.get(key) ?? { callId, track: data.track, kind, spans: new SpanSet() };
      row.spans.add(span);
      if (!row.spans.isEmpty) this.byKey.set(key, row);
    }
  }

  rows(): HiddenSpanRow[] {
    return [...this.byKey.values()];
  }
}

/** Adds spans to the stored ones. Returns the calls whose hidden spans changed. */
export async function addHiddenSpans(client: SqlClient, rows: readonly HiddenSpanRow[]): Promise<{ callId: CallId }[]> {
  if (rows.length === 0) return [];
  return runStatement(
    client,
    'add-hidden-spans',
    `insert into hidden_spans as h (call_id, track, kind, spans)
     select call_id, track, kind, spans::int8multirange
     from unnest($1::text[], $2::smallint[], $3::text[], $4::text[]) as p(call_id, track, kind, spans)
     on conflict (call_id, track, kind) do update set spans = h.spans + excluded.spans
     where not h.spans @> excluded.spans
     returning call_id as "callId"`,
    [
      rows.map(({ callId }) => callId),
      rows.map(({ track }) => track),
      rows.map(({ kind }) => kind),
      rows.map(({ spans }) => formatMultirange(spans)),
    ],
  );
}
