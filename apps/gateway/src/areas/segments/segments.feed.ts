import { segmentIdSchema, type CallId, type EventOf, type SegmentId } from '@earshot/contracts';
import { BoundedMap, type Principal } from '@earshot/domain';
import {
  EVERY_ROW,
  Failure,
  type CallPlacement,
  type CallReader,
  type Clock,
  type Logger,
  type SegmentView,
} from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { CallPlacements } from '../../access/call-placements.js';
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

/** How soon a final is looked at again whose call's start is not stored yet. */
const PLACEMENT_RETRY_MS = 500;

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
  private readonly placements: CallPlacements;

  constructor(
    reader: CallReader,
    private readonly subscriptions: Subscriptions<SegmentView>,
    private readonly metrics: GatewayMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.placements = new CallPlacements(reader, clock, (callId) => this.deliverPartials(callId));
    this.changes = new ChangedRowReader<SegmentKey, SegmentView>(clock, {
      keyOf: segmentKey,
      readRows: async (ids) => {
        await this.placements.loadPlacements(ids.map(({ callId }) => callId));
        return reader.segmentsById(EVERY_ROW, ids);
      },
      deliverRow: (segment) => this.deliverFinal(segment),
      giveUp: (ids, error) => this.failSubscribersOf(ids, error),
    });
  }

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }

  /** Reads where the call belongs, so that a subscription gets the first words without a wait. Resolves even if the store is away. */
  async prepareCall(id: string): Promise<void> {
    await this.placements.loadPlacements([parseCallId(id)]).catch(() => undefined);
  }

  /**
   * Updates of one call, which may not have started yet. The first ones are the partials that are being spoken now.
   * Throws `CALL_NOT_FOUND` for text that cannot be an id.
   */
  subscribe(viewer: Principal, id: string, backlog?: Backlog): SubscriberQueue<SegmentView> {
    const callId = parseCallId(id);
    const placement = this.placements.findPlacement(callId);
    const partials = this.partials.listPartials(callId, this.clock.nowMs());
    if (placement === undefined) this.placements.requestPlacement(callId);
    const first = placement === undefined ? [] : partials.map((partial) => updateOf(partial, placement));
    return this.subscriptions.open(callId, viewer, { first, backlog });
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
    if (!this.subscriptions.hasSubscribers(callId)) return;
    const placement = this.placements.findPlacement(callId);
    if (placement === undefined) this.placements.requestPlacement(callId);
    else this.subscriptions.deliver(callId, updateOf(segment, placement));
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

  handleCallChanged(callId: CallId): void {
    if (this.subscriptions.hasSubscribers(callId)) this.placements.rereadPlacement(callId);
    else this.placements.forgetCall(callId);
  }

  handleCallErased({ callId }: EventOf<'call.erased'>): void {
    this.placements.forgetCall(callId);
    this.partials.removeCall(callId);
    this.subscriptions.failTopic(callId, new Failure('CALL_NOT_FOUND', 'The call was erased.'));
  }

  closeSubscriptions(failure: Failure): void {
    this.subscriptions.failAll(failure);
  }

  /** Delivers what was spoken while the placement of the call was unknown. */
  private deliverPartials(callId: CallId): void {
    const placement = this.placements.findPlacement(callId);
    if (placement === undefined) return;
    for (const partial of this.partials.listPartials(callId, this.clock.nowMs()))
      this.subscriptions.deliver(callId, updateOf(partial, placement));
  }

  private deliverFinal(segment: SegmentView): void {
    const key = segmentKey(segment);
    if ((this.known.get(key)?.revision ?? 0) >= segment.revision) return;
    const placement = this.placements.findPlacement(segment.callId);
    if (placement === undefined) return this.retryFinal(segment);
    this.known.set(key, { revision: segment.revision, isFinal: true });
    this.subscriptions.deliver(segment.callId, updateOf(segment, placement));
  }

  /** The final came before the start of its call. Its topic does not wait for the other one. */
  private retryFinal({ callId, id }: SegmentView): void {
    this.clock.schedule(PLACEMENT_RETRY_MS, () => {
      if (this.subscriptions.hasSubscribers(callId)) void this.changes.addChange({ callId, id });
    });
  }

  private failSubscribersOf(ids: readonly SegmentKey[], error: unknown): void {
    this.logger.error({ err: error, rows: ids.length }, 'could not read changed segments; closing their subscriptions');
    for (const callId of new Set(ids.map((id) => id.callId))) this.subscriptions.failTopic(callId, missedUpdates());
  }
}

/** Call ids hold no control characters, so two different keys are never equal. */
const segmentKey = ({ callId, id }: SegmentKey): string => `${callId}\n${id}`;

const updateOf = (segment: SegmentView, placement: CallPlacement): RowUpdate<SegmentView> => ({
  placement,
  key: segmentKey(segment),
  row: segment,
});
