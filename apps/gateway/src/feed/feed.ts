import type { CallId, EventData, EventOf } from '@earshot/contracts';
import type { Failure } from '@earshot/ports';

/** The kind of a row whose change persistence announces. */
export type RowKind = EventData<'row.changed'>['kind'];

export interface ChangedRow {
  readonly callId: CallId;
  readonly id: string;
  /** The stored version. A later one may be stored by now. */
  readonly version: number;
}

/** Turns the events that every replica receives into updates for the subscribers of one kind of row. */
export interface Feed {
  readonly kind: RowKind;
  /** Number of open subscriptions. */
  readonly openSubscriptions: number;
  /** Resolves when the feed has taken the change: at once, or later when too many changes wait to be read. */
  handleRowChanged(row: ChangedRow): Promise<void>;
  /** The row of a call changed. It may belong to another agent or queue now. */
  handleCallChanged?(callId: CallId): void;
  handleSegmentEnriched?(event: EventOf<'segment.enriched'>): void;
  /** Forgets everything of the call, and tells its subscribers that it is gone. */
  handleCallErased(event: EventOf<'call.erased'>): void;
  /** Ends every subscription with an error for its subscriber. */
  closeSubscriptions(failure: Failure): void;
}
