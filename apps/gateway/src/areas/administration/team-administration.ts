import { teamInDetail } from '@earshot/contracts';
import { isName, MAX_NAME_LENGTH } from '@earshot/access';
import type { MutationAddToTeamArgs, MutationRemoveFromTeamArgs, QueryTeamsArgs, Team } from '@earshot/graphql-api';
import { Failure, type TeamMember, type TeamStore } from '@earshot/ports';
import { checkText } from '../../platform/graphql/check-text.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf, parsePage } from '../../platform/graphql/paging.js';
import { MAX_ADMINISTRATION_PAGE } from './key-administration.js';
import type { ListPage } from './list-page.js';
import { applyManagedChange, requireManager } from '../../audit/managed-change.js';

/** Lists and changes the teams of the viewer's tenant. */
export class TeamAdministration {
  constructor(private readonly teams: TeamStore) {}

  /** Rejects with `FORBIDDEN`, `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
  async listTeams(context: OperationContext, args: QueryTeamsArgs): Promise<ListPage<Team>> {
    const query = parsePage(args, MAX_ADMINISTRATION_PAGE);
    await requireManager(context, 'teams');
    const page = await this.teams.listTeams(context.viewer.tenant, query);
    await context.audit.record('LIST', { details: ['teams'] });
    return { nodes: page.items.map(({ item }) => item), pageInfo: pageInfoOf(page) };
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT` or `TOO_MANY_MEMBERS`. */
  addMember(context: OperationContext, args: MutationAddToTeamArgs): Promise<Team> {
    return applyManagedChange(context, 'addToTeam', async () => {
      const member = memberOf(context, args);
      const apply = async () => {
        await this.teams.addMember(member);
        // Somebody else may have removed the agent meanwhile.
        return (await this.findTeam(member)) ?? { name: member.team, agentCount: 0, agentIds: [] };
      };
      return { changedId: teamInDetail(member.team), apply };
    });
  }

  /** Null if no agent is left. Rejects with `FORBIDDEN` or `BAD_INPUT`. */
  removeMember(context: OperationContext, args: MutationRemoveFromTeamArgs): Promise<Team | null> {
    return applyManagedChange(context, 'removeFromTeam', async () => {
      const member = memberOf(context, args);
      const apply = async () => {
        await this.teams.removeMember(member);
        return this.findTeam(member);
      };
      return { changedId: teamInDetail(member.team), apply };
    });
  }

  private async findTeam({ tenant, team }: TeamMember): Promise<Team | null> {
    return (await this.teams.listTeams(tenant, { first: 1, name: team })).items[0]?.item ?? null;
  }
}

function memberOf({ viewer }: OperationContext, { team, agentId }: MutationAddToTeamArgs): TeamMember {
  for (const [argument, name] of Object.entries({ team, agentId }))
    if (!isName(checkText(argument, name)))
      throw new Failure('BAD_INPUT', `${argument} must have 1 to ${MAX_NAME_LENGTH} characters.`);
  return { tenant: viewer.tenant, team, agentId };
}
