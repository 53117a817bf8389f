import { Failure, MAX_TEAM_MEMBERS, type TeamMember, type TeamStore } from '@earshot/ports';
import type { Database } from '../database.js';

const listSql = `select tenant, team, agent_id as "agentId" from team_members order by tenant, team, agent_id`;
/** Inserts nothing when the table is full. */
const addSql = `
  insert into team_members (tenant, team, agent_id)
  select $1, $2, $3 where (select count(*) from team_members) < $4
  on conflict do nothing returning team`;
const hasSql = `select from team_members where tenant = $1 and team = $2 and agent_id = $3`;
const removeSql = `delete from team_members where tenant = $1 and team = $2 and agent_id = $3 returning team`;

/** Memberships as one row each. */
export class PostgresTeams implements TeamStore {
  constructor(private readonly database: Database) {}

  listMembers(): Promise<readonly TeamMember[]> {
    return this.database.read((manager) => manager.query<TeamMember[]>(listSql));
  }

  async addMember({ tenant, team, agentId }: TeamMember): Promise<void> {
    const values = [tenant, team, agentId];
    await this.database.transaction(async (client) => {
      const added = await client.query({ text: addSql, values: [...values, MAX_TEAM_MEMBERS] });
      if (added.rows.length > 0) return;
      const known = await client.query({ text: hasSql, values });
      if (known.rows.length === 0)
        throw new Failure('TOO_MANY_MEMBERS', `teams have ${MAX_TEAM_MEMBERS} members together, and that is the limit`);
    });
  }

  async removeMember({ tenant, team, agentId }: TeamMember): Promise<boolean> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query({ text: removeSql, values: [tenant, team, agentId] });
      return rows.length > 0;
    });
  }
}
