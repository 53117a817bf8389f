import type { CallId, EventOf } from '@earshot/contracts';
import {
  BoundedMap,
  mayHaveMetConditions,
  meetsConditions,
  type CallConditions,
  type CallFacts,
  type Principal,
} from '@earshot/domain';
import { EVERY_ROW, type CallReader, type CallView, type Clock, type Failure, type Logger } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { Backlog } from '../../feed/backlog.js';
import { ChangedRowReader } from '../../feed/changed-row-reader.js';
import type { ChangedRow, Feed } from '../../feed/feed.js';
import { missedUpdates } from '../../feed/missed-updates.js';
import type { SubscriberQueue } from '../../feed/subscriber-queue.js';
import { Subscriptions, type RowUpdate } from '../../feed/subscriptions.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { parseCallId } from '../../platform/graphql/parse-call-id.js';
import { CallSelections } from './call-selections.js';
import { erasedCallOf } from './erased-call.js';
import type { NewestWords } from './newest-words.js';

/** A call that changes all the time is delivered at most this often, each time in its newest state. */
const PAUSE_PER_CALL_MS = 500;
/** Calls whose last read state is remembered. */
const REMEMBERED_CALLS = 20_000;

/** The version of a call that has just been stored for the first time. */
const FIRST_VERSION = 1;

/** A new state of a call. `passesFilter` is false when the call has stopped passing the subscriber's filter. */
export interface CallUpdate {
  readonly call: CallView;
  readonly passesFilter: boolean;
}

/** The state of a call that was read last. `facts` is null for a call that was not stored before. */
interface KnownCall {
  readonly version: number;
  readonly facts: CallFacts | null;
}

export const callSubscriptions = (access: Access, metrics: GatewayMetrics, maxQueued: number) =>
  new Subscriptions<CallUpdate>(
    { kind: 'call', maxQueued, isDroppable: () => false, onDelivered: () => metrics.countDelivery('call') },
    access,
    metrics,
  );

/**
 * Delivers calls that started or changed to the subscribers whose selection includes them, and once to those whose filter
 * they stop passing. A subscriber's list may show any state that was stored since the last read. So when a call does not
 * pass now, the feed asks whether it may have passed in between, and counts states that it does not know as passing.
 */
export class CallFeed implements Feed {
  readonly kind = 'call';
  private readonly known = new BoundedMap<CallId, KnownCall>(REMEMBERED_CALLS);
  /** Calls in the pause after their delivery. True: the call has changed since. */
  private readonly pausing = new Map<CallId, boolean>();
  private readonly changes: ChangedRowReader<CallId, CallView>;
  private readonly selections: CallSelections;

  constructor(
    reader: CallReader,
    private readonly subscriptions: Subscriptions<CallUpdate>,
    private readonly newestWords: NewestWords,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.selections = new CallSelections((topic) => subscriptions.hasSubscribers(topic));
    this.changes = new ChangedRowReader<CallId, CallView>(clock, {
      keyOf: (callId) => callId,
      readRows: (ids) => reader.callsById(EVERY_ROW, ids),
      deliverRow: (call) => this.deliverCall(call),
      giveUp: (ids, error) => this.failSubscribersOf(ids, error),
    });
  }

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }

  /**
   * Updates of one call, or of all calls when `id` is null, that meet the conditions. Throws `CALL_NOT_FOUND` for text
   * that cannot be an id, and `TOO_MANY_SUBSCRIPTIONS`.
   */
  subscribe(
    viewer: Principal,
    id: string | null,
    conditions: CallConditions = {},
    backlog?: Backlog,
  ): SubscriberQueue<CallUpdate> {
    const topic = this.selections.addSelection(id === null ? null : parseCallId(id), conditions);
    return this.subscriptions.open(topic, viewer, { backlog });
  }

  async handleRowChanged({ callId, version }: ChangedRow): Promise<void> {
    // Without a subscriber the change is not read, so the remembered state says nothing about the time after it.
    if (!this.hasSubscribers(callId)) return void this.known.delete(callId);
    if ((this.known.get(callId)?.version ?? -1) >= version) return;
    if (version === FIRST_VERSION) this.known.set(callId, { version: 0, facts: null });
    if (this.pausing.has(callId)) {
      this.pausing.set(callId, true);
      return;
    }
    this.startPause(callId);
    await this.changes.addChange(callId);
  }

  handleSegmentEnriched(event: EventOf<'segment.enriched'>): void {
    this.newestWords.addSegment(event);
  }

  handleCallErased(event: EventOf<'call.erased'>): void {
    const { callId, data } = event;
    this.known.set(callId, { version: data.rowVersion, facts: null });
    this.newestWords.removeCall(callId);
    const gone = { placement: data, key: callId, row: { call: erasedCallOf(event), passesFilter: false } };
    for (const { topic } of this.selections.listSelections(callId)) this.subscriptions.deliver(topic, gone);
  }

  closeSubscriptions(failure: Failure): void {
    this.subscriptions.failAll(failure);
  }

  private hasSubscribers(callId: CallId): boolean {
    return this.selections.hasSelection(callId);
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
    const earlier = this.known.get(call.id);
    if ((earlier?.version ?? -1) >= call.version) return;
    this.known.set(call.id, { version: call.version, facts: factsOf(call) });
    // One object for all subscribers, so that an update is executed once for those with the same document.
    const [passing, gone] = [updateOf(call, true), updateOf(call, false)];
    for (const { topic, conditions } of this.selections.listSelections(call.id)) {
      if (meetsConditions(call, conditions)) this.subscriptions.deliver(topic, passing);
      else if (mayHavePassed(earlier, call, conditions)) this.subscriptions.deliver(topic, gone);
    }
  }

  private failSubscribersOf(ids: readonly CallId[], error: unknown): void {
    this.logger.error({ err: error, rows: ids.length }, 'could not read changed calls; closing their subscriptions');
    const topics = ids.flatMap((id) => this.selections.listSelections(id).map(({ topic }) => topic));
    for (const topic of new Set(topics)) this.subscriptions.failTopic(topic, missedUpdates());
  }
}

const updateOf = (call: CallView, passesFilter: boolean): RowUpdate<CallUpdate> => ({
  placement: call,
  key: call.id,
  row: { call, passesFilter },
});

/** A call that was not stored before cannot have passed. */
function mayHavePassed(earlier: KnownCall | undefined, now: CallFacts, conditions: CallConditions): boolean {
  if (earlier === undefined) return true;
  return earlier.facts !== null && mayHaveMetConditions(earlier.facts, now, conditions);
}

/** Keeps only what the conditions look at, because 20,000 calls are remembered. */
const factsOf = (call: CallView): CallFacts => ({
  id: call.id,
  status: call.status,
  agentId: call.agentId,
  name: call.name,
  customerNumber: call.customerNumber,
  systemNumber: call.systemNumber,
  areNumbersSealed: call.areNumbersSealed,
  queue: call.queue,
  categories: call.categories,
  alertCount: call.alertCount,
  startedAtMs: call.startedAtMs,
});
