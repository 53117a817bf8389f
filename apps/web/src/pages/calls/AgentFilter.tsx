import { useEffect, useId, useState } from 'react';
import { foldText } from '@earshot/domain';
import './agent-filter.css';

/** Waits this long after a key before it asks for suggestions. */
const typingPauseMs = 200;

interface AgentFilterProps {
  /** The agent whose calls are shown; empty for every agent. */
  readonly agent: string;
  readonly onChange: (agent: string) => void;
  /** Agents whose id, or a word in it, begins with the text, without regard to case and accents. */
  readonly suggest: (text: string) => Promise<readonly string[]>;
}

/** The agents that fit what is typed. Empty while nothing is typed and after a choice. */
function useSuggestions({ agent, suggest }: AgentFilterProps, typed: string): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  useEffect(() => {
    if (typed.trim() === '' || typed === agent) {
      setFound([]);
      return undefined;
    }
    let outdated = false;
    const timer = setTimeout(
      () => void suggest(typed.trim()).then((agents) => !outdated && setFound(agents)),
      typingPauseMs,
    );
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [typed, agent, suggest]);
  return found;
}

const findSame = (agents: readonly string[], typed: string): string | undefined =>
  agents.find((name) => foldText(name) === foldText(typed));

/** A text box that suggests agents. A choice, or Enter, filters the list. */
export function AgentFilter(props: AgentFilterProps) {
  const { agent, onChange } = props;
  const [typed, setTyped] = useState(agent);
  const [active, setActive] = useState(-1);
  const found = useSuggestions(props, typed);
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
