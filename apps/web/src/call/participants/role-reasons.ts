import type { CallDetailFragment, RoleReason } from '@earshot/graphql-api';

type Stored = CallDetailFragment['participants'][number];

const reasons: Readonly<Record<Exclude<RoleReason, 'METADATA'>, string>> = {
  NUMBER: 'known by the number',
  GREETING: 'taken from the greeting',
  OTHER_PARTY: 'the other party was recognised',
  USER: 'corrected by a person',
};

/** Why a participant has the role, as the page says it. Null when the call's source said so, and while the role is unknown. */
export function describeRoleReason({ roleReason, roleConfidence }: Pick<Stored, 'roleReason' | 'roleConfidence'>) {
  if (roleReason === null || roleReason === 'METADATA') return null;
  const isCertain = roleConfidence === null || roleConfidence === 1;
  return isCertain ? reasons[roleReason] : `${reasons[roleReason]}, ${Math.round(roleConfidence * 100)} %`;
}
