import type { CallId } from '@earshot/contracts';
import { Failure, type CallView } from '@earshot/ports';
import type { Viewer } from '../access/access.js';
import { ROW_READS, type FeedParts } from './feed-parts.js';
import { BoundedMap } from '@earshot/domain';
import { RowBatcher } from './row-batcher.js';
import type { SubscriberQueue } from './subscriber-queue.js';
import { Subscribers } from './subscribers.js';

/** A call that changes all the time is shown twice a second, in its newest state. */
const PAUSE_PER_CALL_MS = 500;
/** Calls whose last shown version is remembered. */
const REMEMBERED_CALLS = 20_000;
/** Topic of who listens to every call; no call id is empty. */
const ALL_CALLS = '';

/** Calls that began or changed, to who listens to one of them or to all. */
export class CallStateFeed {
  private readonly shownVersion = new BoundedMap<CallId, number>(REMEMBERED_CALLS);
  /** Calls shown within the last pause; true when they have changed again since. */
  private readonly resting = new Map<CallId, boolean>();
  private readonly subscribers: Subscribers<CallView>;
  private readonly rows: RowBatcher<CallId, CallView>;

  constructor(private readonly parts: FeedParts) {
    const { reader, clock, metrics } = parts;
    this.subscribers = new Subscribers({
      ...parts,
      kind: 'call',
      droppable: () => false,
      onDelivered: () => metrics.delivered('call'),
    });
    this.rows = new RowBatcher<CallId, CallView>({
      ...ROW_READS,
      clock,
      keyOf: (callId) => callId,
      read: (ids) => reader.callsById(ids),
      deliver: (call) => this.read(call),
      giveUp: (ids, error) => this.giveUp(ids, error),
    });
  }

  get subscriptions(): number {
    return this.subscribers.size;
  }

  /** From now on: of one call, or of all. */
  subscribe(viewer: Viewer, callId: CallId | null): SubscriberQueue<CallView> {
    return this.subscribers.add(callId ?? ALL_CALLS, viewer);
  }

  /** A call's row was stored in this version or a later one. */
  async rowChanged(callId: CallId, version: number): Promise<void> {
    if (!this.isHeard(callId) || (this.shownVersion.get(callId) ?? -1) >= version) return;
    if (this.resting.has(callId)) {
      this.resting.set(callId, true);
      return;
    }
    this.rest(callId);
    await this.rows.add(callId);
  }

  close(failure: Failure): void {
    this.subscribers.fail(failure);
  }

  private isHeard(callId: CallId): boolean {
    return this.subscribers.has(ALL_CALLS) || this.subscribers.has(callId);
  }

  private rest(callId: CallId): void {
    this.resting.set(callId, false);
    this.parts.clock.schedule(PAUSE_PER_CALL_MS, () => {
      const changedAgain = this.resting.get(callId) === true;
      this.resting.delete(callId);
      if (!changedAgain || !this.isHeard(callId)) return;
      this.rest(callId);
      void this.rows.add(callId);
    });
  }

  private read(call: CallView): void {
    if ((this.shownVersion.get(call.id) ?? -1) >= call.version) return;
    this.shownVersion.set(call.id, call.version);
    this.subscribers.deliver(ALL_CALLS, call.id, call.id, call);
    this.subscribers.deliver(call.id, call.id, call.id, call);
  }

  private giveUp(ids: readonly CallId[], error: unknown): void {
    this.parts.logger.error({ err: error, rows: ids.length }, 'changed calls could not be read');
    const failure = new Failure('FEED_INTERRUPTED', 'Updates were missed. Fetch again, then subscribe again.');
    for (const callId of [ALL_CALLS, ...ids]) this.subscribers.fail(failure, callId);
  }
}
