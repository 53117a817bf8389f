import { useState } from 'react';
import { AuditTrailDocument, type AuditAction, type AuditTrailQuery } from '@earshot/graphql-api';
import { useQuery } from 'urql';
import { describeFailure } from '../../api/describe-failure.js';
import { callPath } from '../../call/call-path.js';
import { Notice } from '../../ui/Notice.js';
import { formatTime } from '../../ui/format-time.js';
import { AdminTable } from './AdminTable.js';
import { PageSteps } from './PageSteps.js';
import { usePages } from './use-pages.js';
import './admin-pages.css';

const pageSize = 50;

/** What each action is for the reader. The audit names them. */
const actionNames: Readonly<Record<AuditAction, string>> = {
  LIST: 'Listed',
  SEARCH: 'Searched',
  READ: 'Read',
  HEAR: 'Heard',
  DOWNLOAD: 'Downloaded',
  SUBSCRIBE: 'Followed live',
  TRANSCRIBE: 'Had transcribed',
  MANAGE: 'Changed',
  REFUSED: 'Was refused',
  SIGN_IN: 'Signed in',
  SIGN_IN_FAILED: 'Failed to sign in',
  SIGN_OUT: 'Signed out',
};
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
  const variables = { first: pageSize, after: pages.after, filter: wanted };
  const [{ data, error, fetching }] = useQuery({ query: AuditTrailDocument, variables });
  const change = (part: Partial<Filter>): void => {
    setFilter({ ...filter, ...part });
    pages.showFirst();
  };
  const entries = data?.auditTrail.nodes ?? [];
  return (
    <div className="page">
      <h1>Audit</h1>
      <p>
        An entry appears within about a minute. <code>npm run audit -- verify</code> checks that nobody changed or
        removed one.
      </p>
      {error && (
        <Notice kind="error" title="Could not load the audit">
          {describeFailure(error)}
        </Notice>
      )}
      <AuditFilters filter={filter} onChange={change} />
      <AuditTable entries={entries} />
      {!fetching && data && entries.length === 0 && <p>No entry fits.</p>}
      <PageSteps of="the audit" onPrevious={pages.onPrevious} onNext={pages.stepAfter(data?.auditTrail.pageInfo)} />
    </div>
  );
}

const AuditFilters = ({ filter, onChange }: { filter: Filter; onChange: (part: Partial<Filter>) => void }) => (
  <form className="admin-form" aria-label="Filter the audit" onSubmit={(event) => event.preventDefault()}>
    <label>
      Exact name
      <input className="field" value={filter.subject} onChange={({ target }) => onChange({ subject: target.value })} />
    </label>
    <label>
      Exact call id
      <input className="field" value={filter.callId} onChange={({ target }) => onChange({ callId: target.value })} />
    </label>
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

type Entry = AuditTrailQuery['auditTrail']['nodes'][number];

const AuditTable = ({ entries }: { entries: readonly Entry[] }) => (
  <AdminTable label="Entries" heads={['Time', 'Who', 'Action', 'What', 'Call', 'Times', 'Address']}>
    {entries.map((entry) => (
      <tr key={entry.sequence}>
        <td>{formatTime(entry.lastAt)}</td>
        <td title={entry.principal}>{entry.subject}</td>
        <td>{actionNames[entry.action]}</td>
        <td>{entry.details.join(', ')}</td>
        <td>{entry.callId !== null && <CallName id={entry.callId} />}</td>
        <td>{entry.count}</td>
        <td>{entry.address}</td>
      </tr>
    ))}
  </AdminTable>
);

/** A digest stands for an id that no call has. */
const CallName = ({ id }: { id: string }) => (id.startsWith('unknown:') ? id : <a href={callPath(id)}>{id}</a>);
