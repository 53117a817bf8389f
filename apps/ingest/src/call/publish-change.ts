import { makeEvent, type CallChange, type CallId } from '@earshot/contracts';
import type { Clock, NewId } from '@earshot/ports';
import type { EventDelivery } from '../bus/event-delivery.js';
import type { OutgoingEvent } from '../bus/outgoing-event.js';
import type { CallOrigin } from '../limits/client-quota.js';
import { factsOf, hearingOf, isEmptyChange } from './call-change.js';

/** How long a change of a call that is elsewhere is tried for. */
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Changes a call that another process has, or that is over: its facts are stored, and the process that has it changes how it is
 * heard. Resolves with whether the bus has the change.
 */
export async function publishChange(
  origin: CallOrigin,
  callId: CallId,
  change: CallChange,
  { delivery, clock, newId }: { readonly delivery: EventDelivery; readonly clock: Clock; readonly newId: NewId },
): Promise<boolean> {
  const { key: principal, subject, tenant } = origin.principal;
  const changedAtMs = Math.round(clock.nowMs());
  const asked = { tenant, changedAtMs, requestedBy: { principal, subject } };
  const envelope = () => ({ id: newId(), occurredAtMs: changedAtMs });
  const [facts, hearing] = [factsOf(change), hearingOf(change)];
  const outgoing: OutgoingEvent[] = [];
  if (!isEmptyChange(facts)) {
    const event = makeEvent('call.changed', callId, { ...facts, ...asked }, envelope());
    outgoing.push({ topic: 'calls.lifecycle', event });
  }
  if (!isEmptyChange(hearing)) {
    const event = makeEvent('call.change-requested', callId, { ...hearing, ...asked }, envelope());
    outgoing.push({ topic: 'calls.control', event });
  }
  const giveUp = new AbortController();
  const cancel = clock.schedule(GIVE_UP_AFTER_MS, () => giveUp.abort());
  const delivered = await Promise.all(outgoing.map((one) => delivery.deliver(one, giveUp.signal)));
  cancel();
  return delivered.every(({ outcome }) => outcome === 'PUBLISHED');
}
