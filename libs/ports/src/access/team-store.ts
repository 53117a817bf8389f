/** An agent is in a team. */
export interface TeamMember {
  readonly tenant: string;
  readonly team: string;
  readonly agentId: string;
}

/** Which agents are in which team. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface TeamStore {
  /** Every membership, by tenant, team and agent. */
  listMembers(): Promise<readonly TeamMember[]>;
  /** Safe to repeat. Rejects with `Failure` `TOO_MANY_MEMBERS` when `MAX_TEAM_MEMBERS` are stored. */
  addMember(member: TeamMember): Promise<void>;
  /** Returns false if the agent was not in the team. */
  removeMember(member: TeamMember): Promise<boolean>;
}

/** Every gateway keeps all memberships in memory. */
export const MAX_TEAM_MEMBERS = 100_000;
