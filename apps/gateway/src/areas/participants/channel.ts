import type { ParticipantRole } from '@earshot/contracts';
import type { Channel } from '@earshot/graphql-api';

const channelsOfRoles: Record<Exclude<ParticipantRole, 'UNKNOWN'>, Channel> = {
  CUSTOMER: 'CUSTOMER',
  AGENT: 'AGENT',
  SUPERVISOR: 'AGENT',
  AUTOMATION: 'AGENT',
};

/** GraphQL's `channel` of a speaker, for clients from before calls had participants. `track`: null when unknown. */
export function channelOf(role: ParticipantRole, track: number | null): Channel {
  if (role !== 'UNKNOWN') return channelsOfRoles[role];
  return track === 0 ? 'CUSTOMER' : 'AGENT';
}
