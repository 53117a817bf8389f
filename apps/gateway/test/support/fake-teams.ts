import type { Page, Team, TeamMember, TeamQuery, TeamStore } from '@earshot/ports';

/** Memberships in memory. It lists one page. */
export class FakeTeams implements TeamStore {
  private readonly members = new Map<string, TeamMember>();

  async listMembers(): Promise<readonly TeamMember[]> {
    return [...this.members.values()];
  }

  async listTeams(tenant: string, { name }: TeamQuery): Promise<Page<Team>> {
    const found = [...this.members.values()].filter(
      (member) => member.tenant === tenant && (name === undefined || member.team === name),
    );
    const items = [...new Set(found.map(({ team }) => team))].map((team) => {
      const agentIds = found.filter((member) => member.team === team).map(({ agentId }) => agentId);
      return { cursor: team, item: { name: team, agentCount: agentIds.length, agentIds } };
    });
    return { items, hasNextPage: false };
  }

  async addMember(member: TeamMember): Promise<void> {
    this.members.set(JSON.stringify(member), member);
  }

  async removeMember(member: TeamMember): Promise<boolean> {
    return this.members.delete(JSON.stringify(member));
  }
}
