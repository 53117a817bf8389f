import { createHash } from 'node:crypto';
import { participantIdSchema, type CallId, type ParticipantId } from '@earshot/contracts';

const ID_CHARS = 12;

/**
 * The id of a participant for an agent who comes in the middle of a call. The same agent gets the same id in every process, and
 * nobody reads the agent's name from it: it is another one on each call.
 */
export function createAgentId(callId: CallId, agentId: string): ParticipantId {
  const digest = createHash('sha256').update(`${callId}\n${agentId}`).digest('hex');
  return participantIdSchema.parse(`agent-${digest.slice(0, ID_CHARS)}`);
}
