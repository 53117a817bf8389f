import { useEffect, useId, useState } from 'react';
import { foldText } from '@earshot/domain';
import { type Suggest, useSuggestions } from '../../ui/use-suggestions.js';
import './agent-filter.css';

interface AgentFilterProps {
  /** The agent whose calls are shown; empty for every agent. */
  readonly agent: string;
  readonly onChange: (agent: string) => void;
  /** Agents whose id, or a word in it, begins with the text, without regard to case and accents. */
  readonly suggest: Suggest;
}

const findSame = (agents: readonly string[], typed: string): string | undefined =>
  agents.find((name) => foldText(name) === foldText(typed));

/** A text box that suggests agents. A choice, or Enter, filters the list. */
export function AgentFilter({ agent, onChange, suggest }: AgentFilterProps) {
  const [typed, setTyped] = useState(agent);
  const [active, setActive] = useState(-1);
  const found = useSuggestions(typed, agent, suggest);
  const id = useId();
  useEffect(() => setTyped(agent), [agent]);
  useEffect(() => setActive(-1), [found]);

  const choose = (name: string): void => {
    setTyped(name);
    onChange(name);
  };
  const chooseTyped = (): void => choose(found[active] ?? findSame(found, typed.trim()) ?? typed.trim());
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setActive((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    }
    if (event.key === 'Enter') chooseTyped();
    if (event.key === 'Escape') setTyped(agent);
  };
  return (
    <div className="agent-filter">
      <input
        type="text"
        role="combobox"
        className="field"
        placeholder="Agent"
        aria-label="Agent"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          if (target.value === '') onChange('');
        }}
        onKeyDown={onKeyDown}
        // A dialog that opens takes the focus away; the reader has chosen nothing by it.
        onBlur={({ relatedTarget }) => !relatedTarget?.closest('dialog') && typed !== agent && chooseTyped()}
      />
      <ul id={id} role="listbox" aria-label="Agents" className="agent-suggestions" hidden={found.length === 0}>
        {found.map((name, at) => (
          <li
            key={name}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            // Before the box loses the focus, which would choose what was typed.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(name);
            }}
          >
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
