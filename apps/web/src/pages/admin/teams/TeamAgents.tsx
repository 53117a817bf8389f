import { useState } from 'react';
import { countOf } from '../../../ui/count-of.js';

/** A large team has a thousand agents: the reader asks for more than this. */
const shownAtFirst = 20;

interface TeamAgentsProps {
  readonly team: { readonly name: string; readonly agentCount: number; readonly agentIds: readonly string[] };
  readonly onRemove: (agentId: string) => void;
}

/** The agents of a team, each with a button that removes it. */
export function TeamAgents({ team: { name, agentCount, agentIds }, onRemove }: TeamAgentsProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? agentIds : agentIds.slice(0, shownAtFirst);
  return (
    <div>
      <ul className="agent-list" aria-label={`${countOf(agentCount, 'agent')} in ${name}`}>
        {shown.map((agentId) => (
          <li key={agentId}>
            {agentId}
            <button
              type="button"
              className="button"
              aria-label={`Remove ${agentId} from ${name}`}
              onClick={() => onRemove(agentId)}
            >
              <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < agentIds.length && (
        <button type="button" className="text-button" onClick={() => setWhole(true)}>
          Show all {agentIds.length}
        </button>
      )}
      {isWhole && agentIds.length < agentCount && (
        <p className="cell-detail">
          The first {agentIds.length} of {agentCount}.
        </p>
      )}
    </div>
  );
}
