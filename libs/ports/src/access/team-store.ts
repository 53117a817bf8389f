import type { Page } from '../calls/call-reader.js';

/** An agent is in a team. */
export interface TeamMember {
  readonly tenant: string;
  readonly team: string;
  readonly agentId: string;
}

/** A team with the agents who are in it. */
export interface Team {
  readonly name: string;
  readonly agentCount: number;
  /** The first `MAX_LISTED_AGENTS` by id. */
  readonly agentIds: readonly string[];
}

export interface TeamQuery {
  /** At most 100. */
  readonly first: number;
  readonly after?: string | undefined;
  /** Only the team with this name. */
  readonly name?: string | undefined;
}

/** Which agents are in which team. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface TeamStore {
  /** Every membership, by tenant, team and agent. */
  listMembers(): Promise<readonly TeamMember[]>;
  /** Teams of a tenant, by name. Rejects with `BAD_CURSOR`. */
  listTeams(tenant: string, query: TeamQuery): Promise<Page<Team>>;
  /** Safe to repeat. Rejects with `Failure` `TOO_MANY_MEMBERS` when `MAX_TEAM_MEMBERS` are stored. */
  addMember(member: TeamMember): Promise<void>;
  /** Returns false if the agent was not in the team. */
  removeMember(member: TeamMember): Promise<boolean>;
}

export const MAX_LISTED_AGENTS = 1_000;
/** Every gateway keeps all memberships in memory. */
export const MAX_TEAM_MEMBERS = 100_000;
