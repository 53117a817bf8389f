import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import type { CallReader, CallView, Clock, Failure, Logger } from '@earshot/ports';
import type { Access, Viewer } from '../../access/access.js';
import { ChangedRowReader } from '../../feed/changed-row-reader.js';
import type { ChangedRow, Feed } from '../../feed/feed.js';
import { missedUpdates } from '../../feed/missed-updates.js';
import type { SubscriberQueue } from '../../feed/subscriber-queue.js';
import { Subscriptions } from '../../feed/subscriptions.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { parseCallId } from '../../platform/graphql/parse-call-id.js';

/** A call that changes all the time is delivered at most this often, each time in its newest state. */
const PAUSE_PER_CALL_MS = 500;
/** Calls whose last delivered version is remembered. */
const REMEMBERED_CALLS = 20_000;
/** Topic of the subscribers to every call. No call id is empty. */
const ALL_CALLS = '';

export const callSubscriptions = (access: Access, metrics: GatewayMetrics, maxQueued: number) =>
  new Subscriptions<CallView>(
    { kind: 'call', maxQueued, isDroppable: () => false, onDelivered: () => metrics.countDelivery('call') },
    access,
    metrics,
  );

/** Delivers calls that started or changed to the subscribers of that call and of all calls. */
export class CallFeed implements Feed {
  readonly kind = 'call';
  private readonly deliveredVersion = new BoundedMap<CallId, number>(REMEMBERED_CALLS);
  /** Calls in the pause after their delivery. True: the call has changed since. */
  private readonly pausing = new Map<CallId, boolean>();
  private readonly changes: ChangedRowReader<CallId, CallView>;

  constructor(
    reader: CallReader,
    private readonly subscriptions: Subscriptions<CallView>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.changes = new ChangedRowReader<CallId, CallView>(clock, {
      keyOf: (callId) => callId,
      readRows: (ids) => reader.callsById(ids),
      deliverRow: (call) => this.deliverCall(call),
      giveUp: (ids, error) => this.failSubscribersOf(ids, error),
    });
  }

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }

  /** Updates of one call, or of all calls when `id` is null. Throws `CALL_NOT_FOUND` for text that cannot be an id. */
  subscribe(viewer: Viewer, id: string | null): SubscriberQueue<CallView> {
    return this.subscriptions.open(id === null ? ALL_CALLS : parseCallId(id), viewer);
  }

  async handleRowChanged({ callId, version }: ChangedRow): Promise<void> {
    if (!this.hasSubscribers(callId) || (this.deliveredVersion.get(callId) ?? -1) >= version) return;
    if (this.pausing.has(callId)) {
      this.pausing.set(callId, true);
      return;
    }
    this.startPause(callId);
    await this.changes.addChange(callId);
  }

  closeSubscriptions(failure: Failure): void {
    this.subscriptions.failAll(failure);
  }

  private hasSubscribers(callId: CallId): boolean {
    return this.subscriptions.hasSubscribers(ALL_CALLS) || this.subscriptions.hasSubscribers(callId);
  }

  private startPause(callId: CallId): void {
    this.pausing.set(callId, false);
    this.clock.schedule(PAUSE_PER_CALL_MS, () => {
      const changedAgain = this.pausing.get(callId) === true;
      this.pausing.delete(callId);
      if (!changedAgain || !this.hasSubscribers(callId)) return;
      this.startPause(callId);
      void this.changes.addChange(callId);
    });
  }

  private deliverCall(call: CallView): void {
    if ((this.deliveredVersion.get(call.id) ?? -1) >= call.version) return;
    this.deliveredVersion.set(call.id, call.version);
    const update = { callId: call.id, key: call.id, row: call };
    this.subscriptions.deliver(ALL_CALLS, update);
    this.subscriptions.deliver(call.id, update);
  }

  private failSubscribersOf(ids: readonly CallId[], error: unknown): void {
    this.logger.error({ err: error, rows: ids.length }, 'could not read changed calls; closing their subscriptions');
    for (const topic of [ALL_CALLS, ...ids]) this.subscriptions.failTopic(topic, missedUpdates());
  }
}
