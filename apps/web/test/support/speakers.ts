import type { CallDetailFragment, SegmentLineFragment } from '@earshot/graphql-api';

type SpokenBy = Pick<SegmentLineFragment, 'track' | 'participant'>;

/** Who says a line: the customer on the first track, the agent on the second, a supervisor on the third. */
export const byCustomer: SpokenBy = { track: 0, participant: { id: 'customer', role: 'CUSTOMER' } };
export const byAgent: SpokenBy = { track: 1, participant: { id: 'agent', role: 'AGENT' } };
export const bySupervisor: SpokenBy = { track: 2, participant: { id: 'supervisor', role: 'SUPERVISOR' } };

type StoredParticipant = CallDetailFragment['participants'][number];

/** The participant of `speaker`, who joined at the start of the call and did not leave. */
export const aParticipant = (
  { participant }: SpokenBy,
  joinedAt: string,
  over: Partial<StoredParticipant> = {},
): StoredParticipant => ({
  ...participant,
  roleReason: 'METADATA',
  roleConfidence: 1,
  name: null,
  number: null,
  joinedAt,
  leftAt: null,
  ...over,
});
