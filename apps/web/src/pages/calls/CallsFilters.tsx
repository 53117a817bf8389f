import { useEffect, useEffectEvent, useState } from 'react';
import type { CallStatus } from '@earshot/graphql-api';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { type ListQuery, type Period, firstQuery, isFiltered } from './list-query.js';

const any = '';
const statusOptions: readonly { value: CallStatus | ''; label: string }[] = [
  { value: any, label: 'Any status' },
  { value: 'LIVE', label: 'In progress' },
  { value: 'ENDED', label: 'Ended' },
  { value: 'INTERRUPTED', label: 'Interrupted' },
];
const periodOptions: readonly { value: Period | ''; label: string }[] = [
  { value: any, label: 'Any time' },
  { value: '1h', label: 'Last hour' },
  { value: '4h', label: 'Last 4 hours' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

const typingPauseMs = 300;

/** A text box whose value is taken over once typing pauses. */
function PausingInput(props: {
  label: string;
  type: 'search' | 'text';
  value: string;
  onSettled: (value: string) => void;
}) {
  const { label, type, value } = props;
  const [typed, setTyped] = useState(value);
  // Calls that come in render the list again; they must not put the end of a typing pause off.
  const settle = useEffectEvent(() => props.onSettled(typed));
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => settle(), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <Input
      type={type}
      value={typed}
      placeholder={label}
      ariaLabel={label}
      clearAriaLabel={`Clear: ${label}`}
      onChange={({ detail }) => setTyped(detail.value)}
    />
  );
}

/** What narrows the list; each change starts again on the first page. */
export function CallsFilters({ query, onChange }: { query: ListQuery; onChange: (query: ListQuery) => void }) {
  const change = (part: Partial<ListQuery>): void => onChange({ ...query, ...part, after: null });
  const { sort, descending } = query;
  return (
    <div className="filters" role="search" aria-label="Filter calls">
      <div className="filter-text">
        <PausingInput
          label="Find call, number or agent"
          type="search"
          value={query.text}
          onSettled={(text) => change({ text })}
        />
      </div>
      <div className="filter-choice">
        <Select
          ariaLabel="Status"
          options={statusOptions}
          selectedOption={statusOptions.find(({ value }) => value === (query.status ?? any)) ?? null}
          onChange={({ detail }) =>
            change({ status: statusOptions.find(({ value }) => value === detail.selectedOption.value)?.value || null })
          }
        />
      </div>
      <div className="filter-choice">
        <Select
          ariaLabel="Started"
          options={periodOptions}
          selectedOption={periodOptions.find(({ value }) => value === (query.period ?? any)) ?? null}
          onChange={({ detail }) =>
            change({ period: periodOptions.find(({ value }) => value === detail.selectedOption.value)?.value || null })
          }
        />
      </div>
      <div className="filter-choice">
        <PausingInput label="Agent" type="text" value={query.agent} onSettled={(agent) => change({ agent })} />
      </div>
      <Checkbox checked={query.alertsOnly} onChange={({ detail }) => change({ alertsOnly: detail.checked })}>
        With alerts
      </Checkbox>
      {query.category && (
        <Button
          iconName="close"
          iconAlign="right"
          ariaLabel={`Category ${query.category}: remove`}
          onClick={() => change({ category: '' })}
        >
          {query.category}
        </Button>
      )}
      {isFiltered(query) && (
        <Button variant="link" onClick={() => onChange({ ...firstQuery, sort, descending })}>
          Clear filters
        </Button>
      )}
    </div>
  );
}
