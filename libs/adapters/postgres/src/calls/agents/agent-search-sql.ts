import { foldText } from '@earshot/domain';
import type { AgentQuery } from '@earshot/ports';
import { MAX_WORDS } from './agent-searches.js';
import { escapeLike, filterConditions, Parameters, type ParameterizedSql } from '../read/filter-conditions.js';
import { scopeConditions, type ReachedRows } from '../read/scope-conditions.js';

/** Selects the agents that a search finds and that are on a reached call that meets the conditions. */
export function agentSearchSql(reached: ReachedRows, { prefix, first, ...search }: AgentQuery): ParameterizedSql {
  const parameters = new Parameters();
  const found = `folded like ${parameters.add(`${escapeLike(foldText(prefix))}%`)}`;
  const onCall = [
    'calls.agent_id = search.agent_id',
    ...scopeConditions(reached, parameters, 'calls'),
    ...filterConditions(search, parameters),
  ].join(' and ');
  const limit = parameters.add(first);
  // One agent is found at most once for each word.
  const text = `
    select agent_id as "agentId"
    from (
      select folded, agent_id from agent_searches search
      where ${found} and exists (select from calls where ${onCall})
      order by folded, agent_id limit ${limit}::int * ${MAX_WORDS}
    ) found
    group by agent_id order by min(folded), agent_id limit ${limit}`;
  return { text, values: parameters.values };
}
