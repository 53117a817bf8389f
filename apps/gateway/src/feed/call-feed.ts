import { callIdSchema, segmentIdSchema, type CallId, type EventOf } from '@earshot/contracts';
import { Failure, type CallView, type SegmentView } from '@earshot/ports';
import type { Viewer } from '../access/access.js';
import { inputError } from '../platform/graphql/graphql-errors.js';
import { CallStateFeed } from './call-state-feed.js';
import type { FeedParts } from './feed-parts.js';
import { SegmentFeed } from './segment-feed.js';
import type { SubscriberQueue } from './subscriber-queue.js';

/** What happens in calls, from the bus to subscriptions. Holds no rows: what nobody listens to is not read. */
export class CallFeed {
  private readonly segments: SegmentFeed;
  private readonly calls: CallStateFeed;

  constructor(parts: FeedParts) {
    this.segments = new SegmentFeed(parts);
    this.calls = new CallStateFeed(parts);
  }

  /** Subscriptions in force. */
  get subscriptions(): { readonly segment: number; readonly call: number } {
    return { segment: this.segments.subscriptions, call: this.calls.subscriptions };
  }

  /** Throws `CALL_NOT_FOUND` for an id that no call can have. A call that is still to begin may be listened to. */
  segmentChanged(viewer: Viewer, callId: string): SubscriberQueue<SegmentView> {
    return this.segments.subscribe(viewer, parseCallId(callId));
  }

  /** Of all calls without an id. */
  callChanged(viewer: Viewer, callId?: string | null): SubscriberQueue<CallView> {
    return this.calls.subscribe(viewer, callId === undefined || callId === null ? null : parseCallId(callId));
  }

  segmentEnriched(event: EventOf<'segment.enriched'>): void {
    this.segments.heard(event);
  }

  /** Resolves when the change is taken: at once, unless more wait to be read than are kept. */
  async rowChanged({ callId, data }: EventOf<'row.changed'>): Promise<void> {
    if (data.kind === 'call') return this.calls.rowChanged(callId, data.version);
    const id = segmentIdSchema.safeParse(data.id);
    if (id.success) await this.segments.rowChanged(callId, id.data);
  }

  close(): void {
    const failure = new Failure('SERVER_CLOSING', 'The server is going away. Connect again.');
    this.segments.close(failure);
    this.calls.close(failure);
  }
}

function parseCallId(id: string): CallId {
  const callId = callIdSchema.safeParse(id);
  if (!callId.success) throw inputError('CALL_NOT_FOUND', 'No call can have this id.');
  return callId.data;
}
