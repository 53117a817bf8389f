import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import { EVERY_ROW, type CallOwner, type CallReader, type Clock } from '@earshot/ports';
import { ChangedRowReader } from '../feed/changed-row-reader.js';

/** Calls whose owner is remembered. All calls of a large site start fewer in an hour. */
const REMEMBERED_CALLS = 20_000;

type OwnedCall = { readonly callId: CallId; readonly owner: CallOwner };

/** Who owns a call, for checks of deliveries. The owner never changes once the call's start is stored, so it is read once. */
export class CallOwners {
  private readonly known = new BoundedMap<CallId, CallOwner>(REMEMBERED_CALLS);
  private readonly wanted: ChangedRowReader<CallId, OwnedCall>;

  /** `onKnown`: called after `requestOwner` when the owner is known. */
  constructor(
    private readonly reader: Pick<CallReader, 'ownersById'>,
    clock: Clock,
    onKnown: (callId: CallId) => void,
  ) {
    this.wanted = new ChangedRowReader<CallId, OwnedCall>(clock, {
      keyOf: (callId) => callId,
      readRows: (callIds) => this.readOwners(callIds),
      deliverRow: ({ callId }) => onKnown(callId),
      // The next event of the call asks again.
      giveUp: () => undefined,
    });
  }

  /** Undefined while the start of the call is not stored, or not read. */
  findOwner(callId: CallId): CallOwner | undefined {
    return this.known.get(callId);
  }

  /** Reads the owner in the background, many calls with one query. */
  requestOwner(callId: CallId): void {
    void this.wanted.addChange(callId);
  }

  /** Resolves when the owners of the calls are known, as far as their start is stored. */
  async loadOwners(callIds: readonly CallId[]): Promise<void> {
    const unknown = [...new Set(callIds)].filter((callId) => !this.known.has(callId));
    if (unknown.length > 0) await this.readOwners(unknown);
  }

  private async readOwners(callIds: readonly CallId[]): Promise<(OwnedCall | null)[]> {
    const owners = await this.reader.ownersById(EVERY_ROW, callIds);
    return owners.map((owner, at) => {
      const callId = callIds[at];
      if (owner === null || callId === undefined) return null;
      this.known.set(callId, owner);
      return { callId, owner };
    });
  }
}
