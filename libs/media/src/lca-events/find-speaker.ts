import { participantIdSchema, type ParticipantRole } from '@earshot/contracts';
import type { LcaSpeaker } from './lca-event.js';

/** Each role has the track that it has on LCA's own wire, where channel 0 is the caller. */
const tracks: Readonly<Record<ParticipantRole, number>> = {
  CUSTOMER: 0,
  AGENT: 1,
  SUPERVISOR: 2,
  AUTOMATION: 3,
  UNKNOWN: 4,
};

const roles: Readonly<Record<string, ParticipantRole>> = {
  CALLER: 'CUSTOMER',
  CUSTOMER: 'CUSTOMER',
  AGENT: 'AGENT',
  SUPERVISOR: 'SUPERVISOR',
  SYSTEM: 'AUTOMATION',
  CUSTOM_BOT: 'AUTOMATION',
};

/** The speaker whom LCA's channel, or a participant role of AWS, names. LCA calls the customer CALLER. */
export function findSpeaker(name: unknown): LcaSpeaker {
  const key = typeof name === 'string' ? name.toUpperCase() : '';
  return speakerWithRole(Object.hasOwn(roles, key) ? (roles[key] ?? 'UNKNOWN') : 'UNKNOWN');
}

export const speakerWithRole = (role: ParticipantRole): LcaSpeaker => ({
  track: tracks[role],
  participantId: participantIdSchema.parse(role.toLowerCase()),
  role,
});
