import { participantIdSchema, type Participant, type ParticipantRole } from '@earshot/contracts';
import type { CallStart, Roster } from '../call/call-start.js';

/** The roster of a call of which only the roles on its tracks are known, one participant for each: `agent`, `agent-2`, … */
export function createRoster(
  roles: readonly ParticipantRole[],
  { agentId, customerNumber }: Pick<CallStart, 'agentId' | 'customerNumber'>,
): Roster {
  const participants = roles.map((role, index): Participant => {
    const ordinal = roles.slice(0, index + 1).filter((other) => other === role).length;
    const id = participantIdSchema.parse(`${role.toLowerCase()}${ordinal === 1 ? '' : `-${ordinal}`}`);
    const name = role === 'AGENT' ? agentId : undefined;
    const number = role === 'CUSTOMER' ? customerNumber : undefined;
    return { id, role, ...(name !== undefined && { name }), ...(number !== undefined && { number }) };
  });
  return { tracks: participants.map(({ id }) => ({ participantId: id })), participants };
}
