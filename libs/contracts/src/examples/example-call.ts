import { eventDefinitions, type EventData, type JsonEvent, type JsonEventType } from '../events/index.js';
import type { CallId, SegmentId } from '../ids.js';
import { participantSchema, type Participant } from '../participants.js';

/** All examples belong to one call: a customer gives a card number, a supervisor joins, and the customer is refunded. */
export const exampleCallId = '5f1a6c1e-call-0001' as CallId;
export const exampleSegmentId = '0-0-3' as SegmentId;

export const exampleCustomer = participantSchema.parse({ id: 'customer', role: 'CUSTOMER', number: '+15555550123' });
export const exampleAgent = participantSchema.parse({ id: 'agent', role: 'AGENT', name: 'Robin' });
export const exampleSupervisor = participantSchema.parse({
  id: 'supervisor',
  role: 'SUPERVISOR',
  name: 'Kim',
  number: '+15555550142',
});

/** The wall clock at the first sample of the call. */
export const exampleStartMs = 1_795_500_000_000;

/** An event of the example call, `atMs` after its first sample. */
export const exampleEvent = <T extends JsonEventType>(type: T, atMs: number, data: EventData<T>): JsonEvent<T> => ({
  id: `example-${type}`,
  type,
  version: eventDefinitions[type].version,
  callId: exampleCallId,
  occurredAtMs: exampleStartMs + atMs,
  data,
});

/** The agent takes a payment and pauses the call. */
export const examplePauseOrigin = {
  reason: 'PAYMENT',
  requestedBy: { principal: 'user:k7c2m9ta', subject: 'Robin' },
} as const;

/** The tracks of the example call: customer, agent, supervisor. */
export const exampleParticipants = [exampleCustomer, exampleAgent, exampleSupervisor] as const;

/** Track, participant and role of one of the example's participants. */
export function exampleSpeaker(role: 'CUSTOMER' | 'AGENT' | 'SUPERVISOR') {
  const track = exampleParticipants.findIndex((participant) => participant.role === role);
  return { track, participantId: (exampleParticipants[track] as Participant).id, role };
}
