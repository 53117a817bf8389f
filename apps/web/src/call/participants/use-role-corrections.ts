import { useState } from 'react';
import { type ParticipantRole, SetParticipantRoleDocument, SwapRolesDocument } from '@earshot/graphql-api';
import { mayDo } from '../../api/session/session-answer.js';
import { useShownAnswer } from '../../api/session/session-store.js';
import { useChange } from '../../api/use-change.js';
import type { ShownParticipant } from './participant-list.js';

const ignoreAnswer = (): void => undefined;

/** What the panel does about roles. The call shows a correction when it is stored, about a second later. */
export interface RoleCorrections {
  /** What became of the last correction, in words for the reader. Null before the first one. */
  readonly outcome: { readonly text: string; readonly isRefused: boolean } | null;
  setRole(participantId: string, role: ParticipantRole): Promise<void>;
  swapRoles(customerId: string, agentId: string): Promise<void>;
}

/** Null for a viewer who may not correct the call. */
export function useRoleCorrections(callId: string): RoleCorrections | null {
  const answer = useShownAnswer();
  const sendChange = useChange(ignoreAnswer);
  const [outcome, setOutcome] = useState<RoleCorrections['outcome']>(null);
  if (answer === null || !mayDo(answer, 'CONTROL')) return null;
  const tell = (problem: string | null): void =>
    setOutcome({ text: problem ?? 'Corrected.', isRefused: problem !== null });
  return {
    outcome,
    setRole: async (participantId, role) =>
      tell((await sendChange(SetParticipantRoleDocument, { callId, participantId, role })).problem),
    swapRoles: async (customerId, agentId) =>
      tell((await sendChange(SwapRolesDocument, { callId, customerId, agentId })).problem),
  };
}

/** The customer and the agent, if the call has exactly one of each; otherwise it is not clear who changes places. */
export function findSwappablePair(all: readonly ShownParticipant[]): { customerId: string; agentId: string } | null {
  const [customer, ...otherCustomers] = all.filter(({ role }) => role === 'CUSTOMER');
  const [agent, ...otherAgents] = all.filter(({ role }) => role === 'AGENT');
  if (customer === undefined || agent === undefined || otherCustomers.length + otherAgents.length > 0) return null;
  return { customerId: customer.id, agentId: agent.id };
}
