import type { CallId, HearingChange } from '@earshot/contracts';
import { BoundedMap, DEFAULT_TENANT } from '@earshot/domain';
import type { PauseState } from './pause-state.js';

/** What somebody asked of a call before it came here. */
export interface EarlierRequests {
  readonly pause?: PauseState | undefined;
  /** In their order. */
  readonly changes?: readonly HearingChange[];
}

/** A request to change a call, and the tenant of whoever asks. */
export interface ChangeRequest {
  readonly tenant: string | undefined;
  readonly change: HearingChange;
}

/** Calls whose requests are remembered: a call may come here from another process just when somebody changes it. */
const REMEMBERED_CALLS = 20_000;
/** Changes of one call. Beyond this, the oldest is forgotten. */
const REMEMBERED_CHANGES = 32;

/** Remembers what was asked of calls, for the case that one of them comes here. */
export class RequestMemory {
  private readonly pauses = new BoundedMap<CallId, PauseState>(REMEMBERED_CALLS);
  private readonly changes = new BoundedMap<CallId, readonly ChangeRequest[]>(REMEMBERED_CALLS);

  setPause(callId: CallId, pause: PauseState): void {
    this.pauses.set(callId, pause);
  }

  addChange(callId: CallId, request: ChangeRequest): void {
    const earlier = this.changes.get(callId) ?? [];
    this.changes.set(callId, [...earlier, request].slice(-REMEMBERED_CHANGES));
  }

  /** What was asked of a call of this tenant. */
  find(callId: CallId, tenant: string | undefined): EarlierRequests {
    const changes = (this.changes.get(callId) ?? []).filter((request) => isOfTenant(request, tenant));
    return { pause: this.pauses.get(callId), changes: changes.map(({ change }) => change) };
  }
}

/** Whether the request may change a call of this tenant. */
export const isOfTenant = (request: ChangeRequest, tenant: string | undefined): boolean =>
  (request.tenant ?? DEFAULT_TENANT) === (tenant ?? DEFAULT_TENANT);
