import { makeEvent, type CallId } from '@earshot/contracts';
import type { Clock, NewId } from '@earshot/ports';
import type { EventDelivery } from '../bus/event-delivery.js';
import type { CallProblem } from './call-problems.js';

/** How long a problem of a call that has no session here is tried for. */
const GIVE_UP_AFTER_MS = 60_000;

/** Shows a problem on a call that has no session in this process. */
export function publishProblem(
  callId: CallId,
  problem: CallProblem,
  { delivery, clock, newId }: { readonly delivery: EventDelivery; readonly clock: Clock; readonly newId: NewId },
): void {
  const data = { stage: 'ingest' as const, ...problem };
  const event = makeEvent('processing.failed', callId, data, { id: newId(), occurredAtMs: clock.nowMs() });
  const giveUp = new AbortController();
  const cancel = clock.schedule(GIVE_UP_AFTER_MS, () => giveUp.abort());
  void delivery.deliver({ topic: 'calls.lifecycle', event }, giveUp.signal).finally(cancel);
}
