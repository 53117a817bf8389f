/** Knows the agents of a contact centre by their ids there. */
export interface AgentLookup {
  /** The agent's name for people; null: nobody has this id. Rejects with the error of the contact centre. */
  findAgent(agentId: string): Promise<string | null>;
  close(): void;
}
