import { segmentIdSchema, type CallId, type EventOf, type SegmentId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import type { CallReader, Clock, Failure, Logger, SegmentView } from '@earshot/ports';
import type { Access, Viewer } from '../../access/access.js';
import type { Backlog } from '../../feed/backlog.js';
import { ChangedRowReader } from '../../feed/changed-row-reader.js';
import type { ChangedRow, Feed } from '../../feed/feed.js';
import { missedUpdates } from '../../feed/missed-updates.js';
import type { SubscriberQueue } from '../../feed/subscriber-queue.js';
import { Subscriptions, type RowUpdate } from '../../feed/subscriptions.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { parseCallId } from '../../platform/graphql/parse-call-id.js';
import { CurrentPartials } from './current-partials.js';
import { partialToView } from './segments.to-graphql.js';

/** Segments whose newest revision is remembered. All calls of a large site produce fewer in a minute. */
const REMEMBERED_SEGMENTS = 20_000;

interface KnownSegment {
  /** Highest delivered revision; 0 when none was delivered. */
  readonly revision: number;
  /** The final is stored, so any partial that still arrives is late. */
  readonly isFinal: boolean;
}

type SegmentKey = { readonly callId: CallId; readonly id: SegmentId };

export const segmentSubscriptions = (access: Access, metrics: GatewayMetrics, maxQueued: number) =>
  new Subscriptions<SegmentView>(
    {
      kind: 'segment',
      maxQueued,
      isDroppable: (segment) => segment.isPartial,
      onDelivered: (segment) => metrics.countSegmentDelivery(segment.isPartial, segment.recognizedAtMs),
    },
    access,
    metrics,
  );

/**
 * Delivers the segments of a call to its subscribers: partials as enrichment publishes them, finals once they are
 * stored. The two arrive on different topics in any order. So the feed drops a partial whose final it knows, and never
 * delivers a revision after a newer one.
 */
export class SegmentFeed implements Feed {
  readonly kind = 'segment';
  private readonly known = new BoundedMap<string, KnownSegment>(REMEMBERED_SEGMENTS);
  private readonly partials = new CurrentPartials();
  private readonly changes: ChangedRowReader<SegmentKey, SegmentView>;

  constructor(
    reader: CallReader,
    private readonly subscriptions: Subscriptions<SegmentView>,
    private readonly metrics: GatewayMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.changes = new ChangedRowReader<SegmentKey, SegmentView>(clock, {
      keyOf: segmentKey,
      readRows: (ids) => reader.segmentsById(ids),
      deliverRow: (segment) => this.deliverFinal(segment),
      giveUp: (ids, error) => this.failSubscribersOf(ids, error),
    });
  }

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }

  /**
   * Updates of one call, which may not have started yet. The first ones are the partials that are being spoken now.
   * Throws `CALL_NOT_FOUND` for text that cannot be an id.
   */
  subscribe(viewer: Viewer, id: string, backlog?: Backlog): SubscriberQueue<SegmentView> {
    const callId = parseCallId(id);
    const partials = this.partials.listPartials(callId, this.clock.nowMs());
    return this.subscriptions.open(callId, viewer, { first: partials.map(updateOf), backlog });
  }

  /** Takes partials only. A final is delivered once it is stored. */
  handleSegmentEnriched({ callId, data }: EventOf<'segment.enriched'>): void {
    if (!data.isPartial) return;
    const segment = partialToView(callId, data);
    const key = segmentKey(segment);
    const known = this.known.get(key);
    if (known !== undefined && (known.isFinal || known.revision >= segment.revision)) {
      return this.metrics.countDroppedPartial('stale');
    }
    this.known.set(key, { revision: segment.revision, isFinal: false });
    this.partials.addPartial(segment);
    this.subscriptions.deliver(callId, updateOf(segment));
  }

  /** A final was stored. The feed reads it only when the call has subscribers. */
  async handleRowChanged({ callId, id }: ChangedRow): Promise<void> {
    const segmentId = segmentIdSchema.safeParse(id);
    if (!segmentId.success) return;
    const row = { callId, id: segmentId.data };
    const key = segmentKey(row);
    this.known.set(key, { revision: this.known.get(key)?.revision ?? 0, isFinal: true });
    this.partials.removeSegment(callId, id);
    if (this.subscriptions.hasSubscribers(callId)) await this.changes.addChange(row);
  }

  closeSubscriptions(failure: Failure): void {
    this.subscriptions.failAll(failure);
  }

  private deliverFinal(segment: SegmentView): void {
    const key = segmentKey(segment);
    if ((this.known.get(key)?.revision ?? 0) >= segment.revision) return;
    this.known.set(key, { revision: segment.revision, isFinal: true });
    this.subscriptions.deliver(segment.callId, updateOf(segment));
  }

  private failSubscribersOf(ids: readonly SegmentKey[], error: unknown): void {
    this.logger.error({ err: error, rows: ids.length }, 'could not read changed segments; closing their subscriptions');
    for (const callId of new Set(ids.map((id) => id.callId))) this.subscriptions.failTopic(callId, missedUpdates());
  }
}

/** Call ids hold no control characters, so two different keys are never equal. */
const segmentKey = ({ callId, id }: SegmentKey): string => `${callId}\n${id}`;

const updateOf = (segment: SegmentView): RowUpdate<SegmentView> => ({
  callId: segment.callId,
  key: segmentKey(segment),
  row: segment,
});
