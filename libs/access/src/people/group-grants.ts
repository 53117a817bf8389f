import { foldUserName, type Role } from '@earshot/domain';
import type { GrantsOfGroups } from '@earshot/ports';
import type { ClaimGrant } from '../oidc/oidc.config.js';

/** What groups of a provider mean. */
export interface GroupRules {
  /** The roles of groups. Letter case does not count. Empty: groups give nothing, and take nothing away. */
  readonly roles: readonly ClaimGrant<Role>[];
  /** Whether a group without a role is a team. */
  readonly hasTeams: boolean;
}

/** Without a team and a queue, these roles reach all calls. */
const rolesOfTeams: readonly Role[] = ['SUPERVISOR', 'ANALYST'];

/**
 * Gives only what the rules name. Where groups are teams, a supervisor or analyst without any team and queue gets no role, so
 * that leaving the last team opens no other calls.
 */
export function groupGrants({ roles: entries, hasTeams }: GroupRules): GrantsOfGroups {
  if (entries.length === 0) return ({ roles, teams }) => ({ roles, teams });
  return ({ agentId, queues, teams: otherTeams }, groups) => {
    const rolesOf = (group: string): readonly Role[] =>
      entries.filter(({ value }) => foldUserName(value) === foldUserName(group)).map(({ grants }) => grants);
    const teams = hasTeams ? groups.filter((group) => rolesOf(group).length === 0) : otherTeams;
    const lacksTeams = hasTeams && teams.length === 0 && queues.length === 0;
    const roles = [...new Set(groups.flatMap(rolesOf))].filter(
      (role) => !(role === 'AGENT' && agentId === null) && !(lacksTeams && rolesOfTeams.includes(role)),
    );
    return { roles, teams };
  };
}
