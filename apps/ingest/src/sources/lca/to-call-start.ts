import { participantIdSchema, type Participant } from '@earshot/contracts';
import type { LcaStart } from '@earshot/media/lca';
import type { CallStart } from '../../call/call-start.js';

const [CUSTOMER_ID, AGENT_ID] = [participantIdSchema.parse('customer'), participantIdSchema.parse('agent')];

/** An LCA call for the core. LCA's channel 0 carries the customer, channel 1 the agent. */
export function toCallStart(start: LcaStart): CallStart {
  const { sampleRateHz, codec, channelCount, sent, ...call } = start;
  const { agentId, customerNumber } = sent;
  const customer: Participant = {
    id: CUSTOMER_ID,
    role: 'CUSTOMER',
    ...(customerNumber !== undefined && { number: customerNumber }),
  };
  const agent: Participant = { id: AGENT_ID, role: 'AGENT', ...(agentId !== undefined && { name: agentId }) };
  const participants = channelCount === 2 ? [customer, agent] : [customer];
  return {
    ...call,
    source: 'lca-websocket',
    format: { sampleRateHz, codec, channelCount },
    tracks: participants.map(({ id }) => ({ participantId: id })),
    participants,
  };
}
