import type { RedactionKind } from '@earshot/contracts';
import { SpanSet, type Span, type TrackAudio } from '@earshot/domain';
import type { RecordingAccount } from '@earshot/ports';
import { toMs } from '../../sql-time.js';
import type { LedgerKind } from '../ledger/ledger-span.entity.js';
import { parseMultirange } from '../ledger/multirange.js';

/** `reached`: the condition that the call of parameter 1 is within the scope of the reader. */
export const recordingAccountSql = (reached: string): string => `
  select c.status <> 'LIVE' as "isOver", ${toMs('c.updated_at')} as "updatedAtMs",
    (select jsonb_agg(jsonb_build_array(l.track, l.kind, l.spans::text)) from ledger_spans l where l.call_id = c.id) as ledger,
    (select jsonb_agg(jsonb_build_array(h.track, h.kind, h.spans::text)) from hidden_spans h where h.call_id = c.id) as hidden
  from calls c where c.id = $1 and ${reached}`;

export interface RecordingAccountRow {
  readonly isOver: boolean;
  readonly updatedAtMs: number;
  readonly ledger: readonly [track: number, kind: LedgerKind, spans: string][] | null;
  readonly hidden: readonly [track: number, kind: RedactionKind, spans: string][] | null;
}

export function toRecordingAccount({ ledger, hidden, ...account }: RecordingAccountRow): RecordingAccount {
  const tracks = new Set([...(ledger ?? []), ...(hidden ?? [])].map(([track]) => track));
  return {
    ...account,
    tracks: [...tracks].map((track): TrackAudio => {
      const spansOf = (isWanted: (kind: LedgerKind) => boolean): readonly Span[] =>
        new SpanSet(
          (ledger ?? [])
            .filter(([of, kind]) => of === track && isWanted(kind))
            .flatMap(([, , spans]) => [...parseMultirange(spans).spans]),
        ).spans;
      return {
        track,
        covered: spansOf((kind) => kind === 'COVERED'),
        gaps: spansOf((kind) => kind === 'AUDIO_GAP' || kind === 'TRANSCRIPT_GAP'),
        hidden: (hidden ?? [])
          .filter(([of]) => of === track)
          .map(([, kind, spans]) => ({ kind, spans: parseMultirange(spans).spans })),
      };
    }),
  };
}
