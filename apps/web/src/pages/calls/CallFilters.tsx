import { useEffect, useEffectEvent, useState } from 'react';
import type { CallStatus } from '@earshot/graphql-api';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { type ListQuery, type Period, defaultQuery, isFiltered } from './list-query.js';
import './call-filters.css';

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

interface DelayedInputProps {
  readonly label: string;
  readonly type: 'search' | 'text';
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A text box that reports its value when the reader stops typing. */
function DelayedInput(props: DelayedInputProps) {
  const { label, type, value } = props;
  const [typed, setTyped] = useState(value);
  // An effect event, so that a new call, which renders the list again, does not restart the timer.
  const reportTyped = useEffectEvent(() => props.onChange(typed));
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => reportTyped(), typingPauseMs);
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

/** The filters of the list. A change goes back to the first page. */
export function CallFilters({ query, onChange }: { query: ListQuery; onChange: (query: ListQuery) => void }) {
  const change = (part: Partial<ListQuery>): void => onChange({ ...query, ...part, after: null });
  const { sort, descending } = query;
  return (
    <div className="filters" role="search" aria-label="Filter calls">
      <div className="filter-text">
        <DelayedInput
          label="Find call, number or agent"
          type="search"
          value={query.text}
          onChange={(text) => change({ text })}
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
        <DelayedInput label="Agent" type="text" value={query.agent} onChange={(agent) => change({ agent })} />
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
        <Button variant="link" onClick={() => onChange({ ...defaultQuery, sort, descending })}>
          Clear filters
        </Button>
      )}
    </div>
  );
}
