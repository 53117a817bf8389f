import type { CallStatus } from '@earshot/graphql-api';
import { AgentFilter } from './AgentFilter.js';
import { type ListQuery, type Period, defaultQuery, isFiltered } from './list-query.js';
import { useTyped } from '../../ui/use-typed.js';
import '../../ui/controls.css';
import './call-filters.css';

const statusOptions: readonly { value: CallStatus | ''; label: string }[] = [
  { value: '', label: 'Any status' },
  { value: 'LIVE', label: 'In progress' },
  { value: 'ENDED', label: 'Ended' },
  { value: 'INTERRUPTED', label: 'Interrupted' },
];
const periodOptions: readonly { value: Period | ''; label: string }[] = [
  { value: '', label: 'Any time' },
  { value: '1h', label: 'Last hour' },
  { value: '4h', label: 'Last 4 hours' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

/** A search box that reports its text when the reader stops typing. */
function SearchBox({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, type] = useTyped(text, onChange);
  return (
    <input
      type="search"
      className="field"
      placeholder="Find call, number or agent"
      aria-label="Find call, number or agent"
      value={typed}
      onChange={({ target }) => type(target.value)}
    />
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly { value: T | ''; label: string }[];
  readonly value: T | null;
  readonly onChange: (value: T | null) => void;
}

function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <select
      className="choice"
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(options.find((option) => option.value === target.value)?.value || null)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface CallFiltersProps {
  readonly query: ListQuery;
  readonly onChange: (query: ListQuery) => void;
  readonly suggestAgents: (text: string) => Promise<readonly string[]>;
}

/** The filters of the list. A change goes back to the first page. */
export function CallFilters({ query, onChange, suggestAgents }: CallFiltersProps) {
  const change = (part: Partial<ListQuery>): void => onChange({ ...query, ...part, after: null });
  const { sort, descending } = query;
  return (
    <div className="filters" role="search" aria-label="Filter calls">
      <div className="filter-text">
        <SearchBox text={query.text} onChange={(text) => change({ text })} />
      </div>
      <Choice label="Status" options={statusOptions} value={query.status} onChange={(status) => change({ status })} />
      <Choice label="Started" options={periodOptions} value={query.period} onChange={(period) => change({ period })} />
      <div className="filter-agent">
        <AgentFilter agent={query.agent} onChange={(agent) => change({ agent })} suggest={suggestAgents} />
      </div>
      <label className="filter-alerts">
        <input
          type="checkbox"
          checked={query.alertsOnly}
          onChange={({ target }) => change({ alertsOnly: target.checked })}
        />
        With alerts
      </label>
      {query.category && (
        <button
          type="button"
          className="button"
          aria-label={`Category ${query.category}: remove`}
          onClick={() => change({ category: '' })}
        >
          {query.category} <span aria-hidden="true">×</span>
        </button>
      )}
      {isFiltered(query) && (
        <button
          type="button"
          className="button button-plain"
          onClick={() => onChange({ ...defaultQuery, sort, descending })}
        >
          Clear filters
        </button>
      )}
    </div>
  );
}
