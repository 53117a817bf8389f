import { foldText } from '@earshot/domain';
import { storableText } from '../../storable-text.js';

/** Words of an agent's id that a search finds it by. Names have fewer. */
export const MAX_WORDS = 8;
/** A btree entry holds at most 2,704 bytes, and no search is as long. */
const MAX_FOLDED_CHARS = 200;
/** Agents whose searches are stored with one statement. */
const BATCH = 1_000;

export const insertAgentsSql = `
  insert into agent_searches (folded, agent_id)
  select * from unnest($1::text[], $2::text[]) on conflict do nothing`;

interface AgentSearch {
  readonly folded: string;
  readonly agentId: string;
}

/** Stores the agents of the calls that are stored. */
export async function storeAgentsOfCalls(query: (sql: string, values: unknown[]) => Promise<unknown>): Promise<void> {
  for (let after = '', isMore = true; isMore;) {
    const rows = (await query(
      `select distinct agent_id as "agentId" from calls where agent_id > $1 order by agent_id limit ${BATCH}`,
      [after],
    )) as { agentId: string }[];
    await query(insertAgentsSql, columnsOf(searchesOf(rows.map(({ agentId }) => agentId))));
    after = rows.at(-1)?.agentId ?? after;
    isMore = rows.length === BATCH;
  }
}

/** What a search must begin with to find the agent: its id, or a later word of it. */
export function searchesOf(agentIds: readonly string[]): AgentSearch[] {
  const searches = new Map<string, AgentSearch>();
  for (const agentId of agentIds) {
    const storable = storableText(agentId);
    for (const folded of wordStarts(foldText(storable))) {
      searches.set(`${folded}\n${storable}`, { folded, agentId: storable });
    }
  }
  return [...searches].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, search]) => search);
}

/** The text from each of its words on: `zoe muller` and `muller`. */
function wordStarts(text: string): string[] {
  const starts = [...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].map(({ index }) => index);
  return [...new Set([0, ...starts])].slice(0, MAX_WORDS).map((start) => cutText(text.slice(start)));
}

/** Cuts between characters, because PostgreSQL refuses half of a surrogate pair. */
const cutText = (text: string): string => storableText(text.slice(0, MAX_FOLDED_CHARS));

export const columnsOf = (searches: readonly AgentSearch[]): string[][] => [
  searches.map(({ folded }) => folded),
  searches.map(({ agentId }) => agentId),
];
