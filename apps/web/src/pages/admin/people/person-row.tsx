import type { UserOrigin, UserRowFragment } from '@earshot/graphql-api';
import { roleNames } from '../../../api/session/role-names.js';
import { nameOf } from '../../../api/session/session-answer.js';
import { formatTime } from '../../../ui/format-time.js';
import type { AdminRow } from '../AdminTable.js';
import type { PersonQuestionKind } from './PersonQuestion.js';

type PersonAction = 'edit' | PersonQuestionKind;

export const personHeads = ['Name', 'Roles', 'Agent', 'Teams', 'Queues', 'Last sign-in', 'State', 'Change'];

const originNames: Readonly<Record<UserOrigin, string | null>> = {
  LOCAL: null,
  OIDC: 'Signs in at the identity provider',
  SCIM: 'Kept by the identity provider',
  DEMO: 'Demo',
};

/** One account, with what an administrator can do. */
export const toPersonRow = (person: UserRowFragment, onAct: (action: PersonAction) => void): AdminRow => ({
  key: person.id,
  isOver: person.state === 'DISABLED',
  cells: [
    <PersonName key="name" person={person} />,
    person.roles.map((role) => roleNames[role]).join(', ') || 'None',
    person.agentId,
    person.teams.join(', ') || null,
    person.queues.join(', ') || null,
    person.lastSignInAt === null ? 'Never' : formatTime(person.lastSignInAt),
    person.state === 'ACTIVE' ? 'Active' : 'Disabled',
    <PersonActions key="change" person={person} onAct={onAct} />,
  ],
});

const PersonName = ({ person }: { person: UserRowFragment }) => (
  <>
    {nameOf(person)}
    {person.displayName !== null && <span className="cell-detail">{person.name}</span>}
    {originNames[person.origin] !== null && <span className="cell-detail">{originNames[person.origin]}</span>}
  </>
);

interface PersonActionsProps {
  readonly person: UserRowFragment;
  readonly onAct: (action: PersonAction) => void;
}

function PersonActions({ person, onAct }: PersonActionsProps) {
  const isActive = person.state === 'ACTIVE';
  const actions: readonly (readonly [action: PersonAction, label: string, what: string, isOffered: boolean])[] = [
    ['edit', 'Edit', `Edit ${person.name}`, true],
    ['reset-password', 'Reset password', `Reset password of ${person.name}`, person.origin === 'LOCAL' && isActive],
    ['reset-totp', 'Reset second factor', `Reset second factor of ${person.name}`, person.hasTotp],
    ['disable', 'Disable', `Disable ${person.name}`, isActive],
    ['enable', 'Enable', `Enable ${person.name}`, !isActive],
  ];
  return (
    <span className="admin-actions">
      {actions.map(
        ([action, label, what, isOffered]) =>
          isOffered && (
            <button key={action} type="button" className="button" aria-label={what} onClick={() => onAct(action)}>
              {label}
            </button>
          ),
      )}
      {isActive && (
        <a href={`/admin/sessions?user=${person.id}`} aria-label={`Sessions of ${person.name}`}>
          Sessions
        </a>
      )}
    </span>
  );
}
