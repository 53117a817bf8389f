import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import { EVERY_ROW, type CallPlacement, type CallReader, type Clock } from '@earshot/ports';
import { ChangedRowReader } from '../feed/changed-row-reader.js';

/** Calls whose placement is remembered. A large site starts fewer calls in an hour. */
const REMEMBERED_CALLS = 20_000;

type PlacedCall = { readonly callId: CallId; readonly placement: CallPlacement };

/** Where calls belong, for checks of deliveries. It is read once, and again when the row of the call changes. */
export class CallPlacements {
  private readonly known = new BoundedMap<CallId, CallPlacement>(REMEMBERED_CALLS);
  /** Calls of which something waits for the placement. */
  private readonly awaited = new BoundedMap<CallId, true>(REMEMBERED_CALLS);
  /** Calls that changed since their placement was read. What is known counts until it is read again. */
  private readonly stale = new BoundedMap<CallId, true>(REMEMBERED_CALLS);
  /** For each read on its way, the calls that changed since it began: what it finds of them may be out of date. */
  private readonly changedInReads = new Set<Set<CallId>>();
  private readonly wanted: ChangedRowReader<CallId, PlacedCall>;

  /** `onKnown`: called after `requestPlacement` when the placement is known. */
  constructor(
    private readonly reader: Pick<CallReader, 'placementsById'>,
    clock: Clock,
    onKnown: (callId: CallId) => void,
  ) {
    this.wanted = new ChangedRowReader<CallId, PlacedCall>(clock, {
      keyOf: (callId) => callId,
      readRows: (callIds) => this.readPlacements(callIds),
      deliverRow: ({ callId }) => {
        if (!this.awaited.has(callId)) return;
        this.awaited.delete(callId);
        onKnown(callId);
      },
      // The next event of the call asks again.
      giveUp: (callIds) => callIds.forEach((callId) => this.forgetCall(callId)),
    });
  }

  /** Undefined while the start of the call is not stored, or not read. */
  findPlacement(callId: CallId): CallPlacement | undefined {
    return this.known.get(callId);
  }

  /** What is known of the call does not count any more. */
  forgetCall(callId: CallId): void {
    this.known.delete(callId);
    this.stale.delete(callId);
    for (const changed of this.changedInReads) changed.add(callId);
  }

  /** Reads the placement in the background, many calls with one query. */
  requestPlacement(callId: CallId): void {
    this.awaited.set(callId, true);
    void this.wanted.addChange(callId);
  }

  /** The call may belong to somebody else now. */
  rereadPlacement(callId: CallId): void {
    this.stale.set(callId, true);
    for (const changed of this.changedInReads) changed.add(callId);
    void this.wanted.addChange(callId);
  }

  /** Resolves when the placements of the calls are known as they are now, as far as their start is stored. */
  async loadPlacements(callIds: readonly CallId[]): Promise<void> {
    const toRead = [...new Set(callIds)].filter((callId) => !this.known.has(callId) || this.stale.has(callId));
    if (toRead.length > 0) await this.readPlacements(toRead);
  }

  private async readPlacements(callIds: readonly CallId[]): Promise<(PlacedCall | null)[]> {
    const changed = new Set<CallId>();
    this.changedInReads.add(changed);
    try {
      const placements = await this.reader.placementsById(EVERY_ROW, callIds);
      return placements.map((placement, at) => {
        const callId = callIds[at];
        if (placement === null || callId === undefined) return null;
        if (!changed.has(callId)) this.stale.delete(callId);
        // A later read may have come first.
        else if (this.known.has(callId)) return null;
        this.known.set(callId, placement);
        return { callId, placement };
      });
    } finally {
      this.changedInReads.delete(changed);
    }
  }
}
