import {
  Failure,
  MAX_LISTED_AGENTS,
  MAX_TEAM_MEMBERS,
  type Page,
  type Team,
  type TeamMember,
  type TeamQuery,
  type TeamStore,
} from '@earshot/ports';
import { decodeCursor, encodeCursor } from '../calls/read/cursor.js';
import type { Database } from '../database.js';

const MAX_LISTED = 100;

/** Agents whom somebody put into a team, and those whom the groups of an identity provider put there. */
const everyMember = `(
  select tenant, team, agent_id from team_members
  union select u.tenant, team, u.agent_id from users u, unnest(u.teams) team
  where u.origin = 'SCIM' and u.state = 'ACTIVE' and u.agent_id is not null and 'AGENT' = any(u.roles)
) members`;
const listSql = `select tenant, team, agent_id as "agentId" from ${everyMember} order by tenant, team, agent_id`;
/** $2: the team after which the page begins; $3: the only team, or null; $4: the number of rows; $5: of agents. */
const listTeamsSql = `
  select team as name, count(*)::int as "agentCount", (array_agg(agent_id order by agent_id))[1:$5] as "agentIds"
  from ${everyMember} where tenant = $1 and team > $2 and ($3::text is null or team = $3)
  group by team order by team limit $4`;
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

  async listTeams(tenant: string, { first: wanted, after, name }: TeamQuery): Promise<Page<Team>> {
    const first = Math.min(Math.max(wanted, 1), MAX_LISTED);
    const order = `teams ${tenant}`;
    const [afterTeam = ''] = after === undefined ? [] : decodeCursor(after, order, ['text']);
    const values = [tenant, afterTeam, name ?? null, first + 1, MAX_LISTED_AGENTS];
    const rows = await this.database.read((manager) => manager.query<Team[]>(listTeamsSql, values));
    const items = rows.slice(0, first).map((item) => ({ cursor: encodeCursor(order, [item.name]), item }));
    return { items, hasNextPage: rows.length > first };
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
