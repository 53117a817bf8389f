import type { UserRowFragment, UserState } from '@earshot/graphql-api';
import { roleNames } from '../../api/session/role-names.js';
import { formatTime } from '../../ui/format-time.js';
import { AdminTable } from './AdminTable.js';

interface PeopleTableProps {
  readonly people: readonly UserRowFragment[];
  readonly onChangeState: (person: UserRowFragment, state: UserState) => void;
  readonly onNewLink: (person: UserRowFragment) => void;
}

/** One row for each account, with what an administrator can do. */
export const PeopleTable = ({ people, onChangeState, onNewLink }: PeopleTableProps) => (
  <AdminTable
    label="Accounts"
    heads={['Name', 'Roles', 'Agent', 'Teams and queues', 'Last sign-in', 'State', 'Change']}
  >
    {people.map((person) => (
      <tr key={person.id}>
        <th scope="row">{person.displayName === null ? person.name : `${person.displayName} (${person.name})`}</th>
        <td>{person.roles.map((role) => roleNames[role]).join(', ')}</td>
        <td>{person.agentId}</td>
        <td>{[...person.teams, ...person.queues].join(', ')}</td>
        <td>{person.lastSignInAt === null ? 'Never' : formatTime(person.lastSignInAt)}</td>
        <td>{person.state === 'ACTIVE' ? 'Active' : 'Disabled'}</td>
        <td>
          <span className="admin-actions">
            <button
              type="button"
              className="button"
              aria-label={`${person.state === 'ACTIVE' ? 'Disable' : 'Enable'} ${person.name}`}
              onClick={() => onChangeState(person, person.state === 'ACTIVE' ? 'DISABLED' : 'ACTIVE')}
            >
              {person.state === 'ACTIVE' ? 'Disable' : 'Enable'}
            </button>
            {person.origin === 'LOCAL' && person.state === 'ACTIVE' && (
              <button
                type="button"
                className="button"
                aria-label={`Reset the password of ${person.name}`}
                onClick={() => onNewLink(person)}
              >
                Reset password
              </button>
            )}
          </span>
        </td>
      </tr>
    ))}
  </AdminTable>
);
