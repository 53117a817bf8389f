import { participantIdSchema, type Participant, type ParticipantRole } from '@earshot/contracts';
import type { CallStart, Roster } from '../call/call-start.js';

/** The roster of a call of which only the roles on its tracks are known, one participant for each. */
export function createRoster(
  roles: readonly ParticipantRole[],
  { agentId, customerNumber }: Pick<CallStart, 'agentId' | 'customerNumber'>,
): Roster {
  const participants = roles.map((role): Participant => {
    const id = participantIdSchema.parse(role.toLowerCase());
    const name = role === 'AGENT' ? agentId : undefined;
    const number = role === 'CUSTOMER' ? customerNumber : undefined;
    return { id, role, ...(name !== undefined && { name }), ...(number !== undefined && { number }) };
  });
  return { tracks: participants.map(({ id }) => ({ participantId: id })), participants };
}
