import { msToUs, SpanSet, type Span } from '@earshot/domain';
import type { CallId } from '@earshot/contracts';
import type { CallWrite, StreamProgress } from '@earshot/ports';
import type { LedgerKind } from '../ledger/ledger-span.entity.js';
import { HiddenSpanRows, type HiddenSpanRow } from '../hidden-audio/hidden-span-rows.js';
import type { ParticipantWrite, WriteOf } from './write-of.js';

/** Spans to add to one row of `ledger_spans`. */
export interface SpanRow {
  readonly callId: CallId;
  readonly track: number;
  readonly kind: LedgerKind;
  readonly reason: string;
  readonly spans: SpanSet;
}

/** A batch grouped by table. Each row occurs once, because a statement may not write a row twice. */
export interface GroupedWrites {
  /** All calls of the batch, in the order in which their rows are locked. */
  readonly callIds: readonly CallId[];
  /** The writes for a call's own row, in their order. */
  readonly byCall: ReadonlyMap<CallId, readonly CallWrite[]>;
  readonly segments: readonly WriteOf<'segment'>[];
  readonly matches: readonly WriteOf<'category'>[];
  readonly progress: ReadonlyMap<CallId, StreamProgress>;
  readonly silences: ReadonlyMap<CallId, WriteOf<'silence'>>;
  readonly pauses: readonly WriteOf<'pause'>[];
  readonly spans: readonly SpanRow[];
  readonly hidden: readonly HiddenSpanRow[];
  /** In their order. */
  readonly participants: readonly ParticipantWrite[];
  readonly assignments: readonly WriteOf<'track-assigned'>[];
}

export function groupWrites(writes: readonly CallWrite[]): GroupedWrites {
  const byCall = new Map<CallId, CallWrite[]>();
  const segments = new Map<string, WriteOf<'segment'>>();
  const matches = new Map<string, WriteOf<'category'>>();
  const progress = new Map<CallId, StreamProgress>();
  const silences = new Map<CallId, WriteOf<'silence'>>();
  const pauses = new Map<string, WriteOf<'pause'>>();
  const assignments = new Map<string, WriteOf<'track-assigned'>>();
  const spans = new SpanRows();
  const hidden = new HiddenSpanRows();
  for (const write of writes) {
    const { callId } = write;
    if (!byCall.has(callId)) byCall.set(callId, []);
    if (write.kind === 'segment') {
      keepHighestRevision(segments, write);
      hidden.addSegment(write);
    } else byCall.get(callId)?.push(write);
    if (write.kind === 'category')
      matches.set(JSON.stringify([callId, write.data.category, write.data.segmentId]), write);
    if (write.kind === 'progress') keepHighestPosition(progress, write);
    if (write.kind === 'silence') silences.set(callId, write);
    if (write.kind === 'pause') pauses.set(JSON.stringify([callId, write.data.changedAtMs]), write);
    if (write.kind === 'track-assigned') assignments.set(JSON.stringify([callId, write.track, write.fromMs]), write);
    spans.addWrite(write);
  }
  const callIds = [...byCall.keys()].sort();
  return {
    callIds,
    byCall,
    segments: [...segments.values()],
    matches: [...matches.values()],
    progress,
    silences,
    pauses: [...pauses.values()],
    spans: spans.rows(),
    hidden: hidden.rows(),
    participants: writes.filter(isParticipantWrite),
    assignments: [...assignments.values()],
  };
}

const isParticipantWrite = (write: CallWrite): write is ParticipantWrite => write.kind.startsWith('participant-');

/** Keeps the highest revision of a final. Partials are not stored, because they are outdated within a second. */
function keepHighestRevision(segments: Map<string, WriteOf<'segment'>>, write: WriteOf<'segment'>): void {
  if (write.data.isPartial) return;
  const key = JSON.stringify([write.callId, write.data.segmentId]);
  const known = segments.get(key);
  if (known === undefined || known.data.revision < write.data.revision) segments.set(key, write);
}

function keepHighestPosition(
  progress: Map<CallId, StreamProgress>,
  { callId, progress: next }: WriteOf<'progress'>,
): void {
  const known = progress.get(callId);
  if (known === undefined || known.positionSample <= next.positionSample) progress.set(callId, next);
}

/** The spans of a batch, one row per call, track, kind and reason. */
class SpanRows {
  private readonly byKey = new Map<string, SpanRow>();

  addWrite(write: CallWrite): void {
    const { callId } = write;
    if (write.kind === 'covered') this.addCovered(callId, write.data);
    if (write.kind === 'transcript-gap') {
      this.add(callId, write.data.track, 'TRANSCRIPT_GAP', write.data.reason, toSpan(write.data));
    }
    if (write.kind === 'wordless') this.add(callId, write.data.track, 'WORDLESS', '', toSpan(write.data));
    if (write.kind === 'unrecorded') this.add(callId, 0, 'UNRECORDED', '', toSpan(write));
    if (write.kind === 'audio-gap') {
      for (const track of write.tracks) this.add(callId, track, 'AUDIO_GAP', write.reason, toSpan(write));
    }
  }

  rows(): SpanRow[] {
    return [...this.byKey.values()];
  }

  private addCovered(callId: CallId, data: WriteOf<'covered'>['data']): void {
    const { track, pricePerMinute } = data;
    this.add(callId, track, 'COVERED', '', toSpan(data));
    if (pricePerMinute !== undefined) this.add(callId, track, 'PRICED', String(pricePerMinute), toSpan(data));
  }

  private add(callId: CallId, track: number, kind: LedgerKind, reason: string, span: Span): void {
    const key = JSON.stringify([callId, track, kind, reason]);
    const row = this.byKey.get(key) ?? { callId, track, kind, reason, spans: new SpanSet() };
    row.spans.add(span);
    if (!row.spans.isEmpty) this.byKey.set(key, row);
  }
}

const toSpan = ({ fromMs, toMs }: { fromMs: number; toMs: number }): Span => ({
  from: msToUs(fromMs),
  to: msToUs(toMs),
});
