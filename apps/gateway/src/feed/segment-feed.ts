import { channels, type CallId, type EventOf, type SegmentId } from '@earshot/contracts';
import { Failure, type SegmentView } from '@earshot/ports';
import type { Viewer } from '../access/access.js';
import { ROW_READS, type FeedParts } from './feed-parts.js';
import { BoundedMap } from '@earshot/domain';
import { RowBatcher } from './row-batcher.js';
import type { SubscriberQueue } from './subscriber-queue.js';
import { Subscribers } from './subscribers.js';

/** Segments whose newest revision is remembered: more than all calls of a big site say in a minute. */
const REMEMBERED_SEGMENTS = 20_000;
/** Newest partials kept for who subscribes in the middle of a sentence: one per live call and channel. */
const REMEMBERED_PARTIALS = 10_000;
/** After that a partial is no longer what is being said: its engine died before the final. */
const PARTIAL_LIFETIME_MS = 30_000;

interface KnownSegment {
  /** Highest revision delivered, 0 for none. */
  readonly revision: number;
  /** Its final is stored; partials that come later are late. */
  readonly isFinal: boolean;
}

type SegmentKey = { readonly callId: CallId; readonly id: SegmentId };

/**
 * What is said, to who listens to the call: partials as they are heard, finals once they are stored. The two come by
 * different topics in any order, so a partial is dropped when its final is known, and no revision follows a newer one.
 */
export class SegmentFeed {
  private readonly known = new BoundedMap<string, KnownSegment>(REMEMBERED_SEGMENTS);
  private readonly partials = new BoundedMap<string, SegmentView>(REMEMBERED_PARTIALS);
  private readonly subscribers: Subscribers<SegmentView>;
  private readonly rows: RowBatcher<SegmentKey, SegmentView>;

  constructor(private readonly parts: FeedParts) {
    const { reader, clock, metrics } = parts;
    this.subscribers = new Subscribers({
      ...parts,
      kind: 'segment',
      droppable: (segment) => segment.isPartial,
      onDelivered: (segment) => metrics.segmentDelivered(segment.isPartial, segment.recognizedAtMs),
    });
    this.rows = new RowBatcher<SegmentKey, SegmentView>({
      ...ROW_READS,
      clock,
      keyOf: keyOf,
      read: (ids) => reader.segmentsById(ids),
      deliver: (segment) => this.stored(segment),
      giveUp: (ids, error) => this.giveUp(ids, error),
    });
  }

  get subscriptions(): number {
    return this.subscribers.size;
  }

  /** From now on; the sentence that is being said comes at once, as far as it is known. */
  subscribe(viewer: Viewer, callId: CallId): SubscriberQueue<SegmentView> {
    const queue = this.subscribers.add(callId, viewer);
    if (!this.parts.access.maySeeCall(viewer, callId)) return queue;
    const oldestMs = this.parts.clock.nowMs() - PARTIAL_LIFETIME_MS;
    for (const channel of channels) {
      const partial = this.partials.get(channelKey(callId, channel));
      if (partial !== undefined && partial.recognizedAtMs >= oldestMs) queue.push(keyOf(partial), partial);
    }
    return queue;
  }

  /** A result of enrichment. Finals are shown when they are stored, so only partials count here. */
  heard({ callId, data }: EventOf<'segment.enriched'>): void {
    if (!data.isPartial) return;
    const segment = partialView(callId, data);
    const key = keyOf(segment);
    const known = this.known.get(key);
    if (known !== undefined && (known.isFinal || known.revision >= segment.revision)) {
      return this.parts.metrics.partialDropped('stale');
    }
    this.known.set(key, { revision: segment.revision, isFinal: false });
    this.partials.set(channelKey(callId, segment.channel), segment);
    this.subscribers.deliver(callId, callId, key, segment);
  }

  /** A final was stored; it is read only if somebody listens. */
  async rowChanged(callId: CallId, id: SegmentId): Promise<void> {
    const key = keyOf({ callId, id });
    this.known.set(key, { revision: this.known.get(key)?.revision ?? 0, isFinal: true });
    for (const channel of channels) {
      if (this.partials.get(channelKey(callId, channel))?.id === id) this.partials.delete(channelKey(callId, channel));
    }
    if (this.subscribers.has(callId)) await this.rows.add({ callId, id });
  }

  close(failure: Failure): void {
    this.subscribers.fail(failure);
  }

  private stored(segment: SegmentView): void {
    const key = keyOf(segment);
    if ((this.known.get(key)?.revision ?? 0) >= segment.revision) return;
    this.known.set(key, { revision: segment.revision, isFinal: true });
    this.subscribers.deliver(segment.callId, segment.callId, key, segment);
  }

  private giveUp(ids: readonly SegmentKey[], error: unknown): void {
    this.parts.logger.error({ err: error, rows: ids.length }, 'changed segments could not be read');
    const failure = new Failure('FEED_INTERRUPTED', 'Updates were missed. Fetch again, then subscribe again.');
    for (const callId of new Set(ids.map((id) => id.callId))) this.subscribers.fail(failure, callId);
  }
}

/** Call ids hold no control characters, so no two keys are alike. */
const keyOf = ({ callId, id }: SegmentKey): string => `${callId}\n${id}`;
const channelKey = (callId: CallId, channel: string): string => `${callId}\n${channel}`;

const partialView = (callId: CallId, data: EventOf<'segment.enriched'>['data']): SegmentView => ({
  callId,
  id: data.segmentId,
  revision: data.revision,
  channel: data.channel,
  startMs: data.startMs,
  endMs: data.endMs,
  text: data.text,
  words: data.words,
  isPartial: true,
  engine: data.engine,
  sentiment: null,
  sentimentScore: null,
  recognizedAtMs: data.recognizedAtMs,
});
