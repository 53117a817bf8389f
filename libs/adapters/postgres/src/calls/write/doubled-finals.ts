import { areOfTwoStints, isDoubledFinal, type FinalSpan } from '@earshot/domain';
import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import type { WriteOf } from './write-of.js';

type SegmentWrite = WriteOf<'segment'>;

/**
 * For each written final, the stored finals of other ids on its track that share time with it. It looks at the finals that begin
 * within the span and at the last ones that begin before it, so the work does not grow with the call.
 */
const overlapsSql = `
  select p.place::int - 1 as place, s.id as "segmentId", s.start_ms as "startMs", s.end_ms as "endMs"
  from unnest($1::text[], $2::text[], $3::smallint[], $4::float8[], $5::float8[])
    with ordinality as p(call_id, id, track, start_ms, end_ms, place)
  cross join lateral (
    (select id, track, start_ms, end_ms from segments
     where call_id = p.call_id and start_ms >= p.start_ms and start_ms < p.end_ms order by start_ms limit 256)
    union all
    (select id, track, start_ms, end_ms from segments
     where call_id = p.call_id and start_ms < p.start_ms order by start_ms desc, id desc limit 32)
  ) s
  where s.track = p.track and s.end_ms > p.start_ms and s.id <> p.id`;

/**
 * Refuses finals whose span is covered by more than half by finals of other stints on the same track: two owners transcribed the
 * same audio. The final that came first stays, and a revision of a stored final always passes. Within one stint each final counts,
 * because an engine may say that two utterances overlap. The ids of refused finals are stored, so that their categories do not
 * count. The caller holds the locks of the calls.
 */
export async function refuseDoubledFinals(
  client: SqlClient,
  writes: readonly SegmentWrite[],
): Promise<{ readonly kept: readonly SegmentWrite[]; readonly doubled: readonly SegmentWrite[] }> {
  const suspects = await findSuspects(client, writes);
  if (suspects.size === 0) return { kept: writes, doubled: [] };
  const storedIds = await readStoredIds(client, [...suspects.keys()]);
  const batch = new BatchFinals();
  const [kept, doubled]: [SegmentWrite[], SegmentWrite[]] = [[], []];
  for (const write of writes) {
    const others = [...(suspects.get(write) ?? []), ...batch.ofOtherStints(write)];
    if (others.length > 0 && !storedIds.has(segmentKey(write)) && isDoubledFinal(write.data, others))
      doubled.push(write);
    else {
      kept.push(write);
      batch.add(write);
    }
  }
  if (doubled.length > 0) await storeDoubledIds(client, doubled);
  return { kept, doubled };
}

/** The writes that share time with a final of another stint, stored or earlier in the batch, with the stored spans. */
async function findSuspects(
  client: SqlClient,
  writes: readonly SegmentWrite[],
): Promise<ReadonlyMap<SegmentWrite, FinalSpan[]>> {
  const suspects = new Map<SegmentWrite, FinalSpan[]>();
  if (writes.length === 0) return suspects;
  const batch = new BatchFinals();
  for (const write of writes) {
    if (batch.ofOtherStints(write).length > 0) suspects.set(write, []);
    batch.add(write);
  }
  for (const { place, ...span } of await readOverlaps(client, writes)) {
    const write = writes[place] as SegmentWrite;
    if (!areOfTwoStints(write.data, span)) continue;
    suspects.set(write, [...(suspects.get(write) ?? []), span]);
  }
  return suspects;
}

const readOverlaps = (client: SqlClient, writes: readonly SegmentWrite[]): Promise<(FinalSpan & { place: number })[]> =>
  runStatement(client, 'overlapping-segments', overlapsSql, [
    writes.map(({ callId }) => callId),
    writes.map(({ data }) => data.segmentId),
    writes.map(({ data }) => data.track),
    writes.map(({ data }) => data.startMs),
    writes.map(({ data }) => data.endMs),
  ]);

async function readStoredIds(client: SqlClient, writes: readonly SegmentWrite[]): Promise<ReadonlySet<string>> {
  const rows = await runStatement<{ callId: string; id: string }>(
    client,
    'stored-segment-ids',
    `select s.call_id as "callId", s.id from unnest($1::text[], $2::text[]) as p(call_id, id)
     join segments s on s.call_id = p.call_id and s.id = p.id`,
    [writes.map(({ callId }) => callId), writes.map(({ data }) => data.segmentId)],
  );
  return new Set(rows.map(({ callId, id }) => `${callId}\n${id}`));
}

const segmentKey = ({ callId, data }: SegmentWrite): string => `${callId}\n${data.segmentId}`;

const storeDoubledIds = (client: SqlClient, doubled: readonly SegmentWrite[]): Promise<unknown[]> =>
  runStatement(
    client,
    'insert-doubled-segments',
    `insert into doubled_segments (call_id, id) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
    [doubled.map(({ callId }) => callId), doubled.map(({ data }) => data.segmentId)],
  );

/** The finals of one batch by call and track. */
class BatchFinals {
  private readonly byTrack = new Map<string, FinalSpan[]>();

  /** Those that share time with a final, without the ones of its own stint. */
  ofOtherStints(write: SegmentWrite): readonly FinalSpan[] {
    const { data } = write;
    const finals = this.byTrack.get(trackKey(write)) ?? [];
    return finals.filter(
      (final) => final.startMs < data.endMs && final.endMs > data.startMs && areOfTwoStints(data, final),
    );
  }

  add(write: SegmentWrite): void {
    const finals = this.byTrack.get(trackKey(write));
    if (finals === undefined) this.byTrack.set(trackKey(write), [write.data]);
    else finals.push(write.data);
  }
}

const trackKey = ({ callId, data }: SegmentWrite): string => `${data.track} ${callId}`;
