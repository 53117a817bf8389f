import { useState } from 'react';
import { AuditTrailDocument, type AuditAction, type AuditTrailQuery } from '@earshot/graphql-api';
import { actionNames } from '../../../api/action-names.js';
import { useRead } from '../../../api/use-read.js';
import { callPath } from '../../../call/call-path.js';
import { formatTime } from '../../../ui/format-time.js';
import { useTyped } from '../../../ui/use-typed.js';
import { AdminList } from '../AdminList.js';
import type { AdminRow } from '../AdminTable.js';
import { describeDetail } from './describe-detail.js';
import { usePages } from '../use-pages.js';
import '../../../ui/controls.css';

const pageSize = 50;
const actions = Object.keys(actionNames) as AuditAction[];

interface Filter {
  readonly subject: string;
  readonly callId: string;
  readonly action: AuditAction | '';
}

const orNull = <T extends string>(value: T): Exclude<T, ''> | null => (value === '' ? null : (value as Exclude<T, ''>));

/** Who did what, the newest first: `/admin/audit`. */
export default function AuditPage() {
  const [filter, setFilter] = useState<Filter>({ subject: '', callId: '', action: '' });
  const pages = usePages();
  const { subject, callId, action } = filter;
  const wanted = { subject: orNull(subject.trim()), callId: orNull(callId.trim()), action: orNull(action) };
  const read = useRead(AuditTrailDocument, { first: pageSize, after: pages.after, filter: wanted });
  const change = (part: Partial<Filter>): void => {
    setFilter({ ...filter, ...part });
    pages.showFirst();
  };
  const trail = read.data?.auditTrail;
  return (
    <div className="page">
      <h1>Audit</h1>
      <p className="admin-note">
        An entry appears within about a minute. <code>npm run audit -- verify</code> checks that nobody changed or
        removed one.
      </p>
      <AuditFilters filter={filter} onChange={change} />
      <AdminList
        of="audit"
        label="Entries"
        heads={['Time', 'Who', 'Action', 'What', 'Call', 'Times', 'Address']}
        read={read}
        rows={(trail?.nodes ?? []).map(toRow)}
        empty="No entry fits."
        pages={pages}
        pageInfo={trail?.pageInfo}
      />
    </div>
  );
}

const AuditFilters = ({ filter, onChange }: { filter: Filter; onChange: (part: Partial<Filter>) => void }) => (
  <form className="admin-form" aria-label="Filter the audit" onSubmit={(event) => event.preventDefault()}>
    <TextFilter label="Exact name" value={filter.subject} onChange={(subject) => onChange({ subject })} />
    <TextFilter label="Exact call id" value={filter.callId} onChange={(callId) => onChange({ callId })} />
    <label>
      Action
      <select
        className="choice"
        value={filter.action}
        onChange={({ target }) => onChange({ action: actions.find((each) => each === target.value) ?? '' })}
      >
        <option value="">All</option>
        {actions.map((each) => (
          <option key={each} value={each}>
            {actionNames[each]}
          </option>
        ))}
      </select>
    </label>
  </form>
);

interface TextFilterProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Each question is recorded itself, so the page asks when the reader stops typing. */
function TextFilter({ label, value, onChange }: TextFilterProps) {
  const [typed, type] = useTyped(value, onChange);
  return (
    <label>
      {label}
      <input className="field" value={typed} onChange={({ target }) => type(target.value)} />
    </label>
  );
}

const toRow = (entry: AuditTrailQuery['auditTrail']['nodes'][number]): AdminRow => ({
  key: String(entry.sequence),
  cells: [
    formatTime(entry.lastAt),
    <span key="who" title={entry.principal}>
      {entry.subject}
    </span>,
    actionNames[entry.action],
    entry.details.map(describeDetail).join(', ') || null,
    entry.callId && <CallName key="call" id={entry.callId} />,
    entry.count,
    entry.address,
  ],
});

/** A digest stands for an id that no call has. */
const CallName = ({ id }: { id: string }) => (id.startsWith('unknown:') ? id : <a href={callPath(id)}>{id}</a>);
