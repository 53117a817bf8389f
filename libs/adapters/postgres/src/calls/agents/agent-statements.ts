import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import { columnsOf, insertAgentsSql, searchesOf } from './agent-searches.js';

/** Stores how searches find the agents. In one order for all transactions, so that two of them cannot deadlock. */
export async function storeAgents(client: SqlClient, agentIds: readonly string[]): Promise<void> {
  const searches = searchesOf(agentIds);
  if (searches.length === 0) return;
  await runStatement(client, 'insert-agents', insertAgentsSql, columnsOf(searches));
}
