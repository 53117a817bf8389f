import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import { EVERY_ROW, type CallPlacement, type CallReader, type Clock } from '@earshot/ports';
import { ChangedRowReader } from '../feed/changed-row-reader.js';

/** Calls whose placement is remembered. A large site starts fewer calls in an hour. */
const REMEMBERED_CALLS = 20_000;

type PlacedCall = { readonly callId: CallId; readonly placement: CallPlacement };

/** Where calls belong, for checks of deliveries. It never changes once the start of a call is stored, so it is read once. */
export class CallPlacements {
  private readonly known = new BoundedMap<CallId, CallPlacement>(REMEMBERED_CALLS);
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
      deliverRow: ({ callId }) => onKnown(callId),
      // The next event of the call asks again.
      giveUp: () => undefined,
    });
  }

  /** Undefined while the start of the call is not stored, or not read. */
  findPlacement(callId: CallId): CallPlacement | undefined {
    return this.known.get(callId);
  }

  /** The call is gone: nothing more of it is delivered. */
  forgetCall(callId: CallId): void {
    this.known.delete(callId);
  }

  /** Reads the placement in the background, many calls with one query. */
  requestPlacement(callId: CallId): void {
    void this.wanted.addChange(callId);
  }

  /** Resolves when the placements of the calls are known, as far as their start is stored. */
  async loadPlacements(callIds: readonly CallId[]): Promise<void> {
    const unknown = [...new Set(callIds)].filter((callId) => !this.known.has(callId));
    if (unknown.length > 0) await this.readPlacements(unknown);
  }

  private async readPlacements(callIds: readonly CallId[]): Promise<(PlacedCall | null)[]> {
    const placements = await this.reader.placementsById(EVERY_ROW, callIds);
    return placements.map((placement, at) => {
      const callId = callIds[at];
      if (placement === null || callId === undefined) return null;
      this.known.set(callId, placement);
      return { callId, placement };
    });
  }
}
