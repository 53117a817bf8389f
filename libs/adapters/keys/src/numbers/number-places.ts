import type { CallId, ParticipantId } from '@earshot/contracts';

/** Where a number or a name is stored. A sealed text that was moved to another place does not open. */
export const numberPlaces = {
  customerNumber: (callId: CallId) => ['customer number', callId],
  systemNumber: (callId: CallId) => ['system number', callId],
  callName: (callId: CallId) => ['call name', callId],
  metadataValue: (callId: CallId, key: string) => ['call metadata', callId, key],
  participantName: (callId: CallId, id: ParticipantId) => ['participant name', callId, id],
  participantNumber: (callId: CallId, id: ParticipantId) => ['participant number', callId, id],
} as const;
