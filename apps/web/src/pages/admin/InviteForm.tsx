import { type FormEvent, useState } from 'react';
import { roles, type Role } from '@earshot/domain';
import type { NewUser } from '@earshot/graphql-api';
import { roleMeanings, roleNames } from '../../api/session/role-names.js';

interface InviteFormProps {
  /** Resolves with whether the account was made. */
  readonly onInvite: (input: NewUser) => Promise<boolean>;
}

/** The names in a text, which commas separate. */
const splitNames = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Makes an account with one role. */
export function InviteForm({ onInvite }: InviteFormProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('SUPERVISOR');
  const [agentId, setAgentId] = useState('');
  const [teams, setTeams] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const agent = agentId.trim() === '' ? null : agentId.trim();
    const isMade = await onInvite({ name, roles: [role], agentId: agent, teams: splitNames(teams), queues: [] });
    if (isMade) for (const clear of [setName, setAgentId, setTeams]) clear('');
  };
  return (
    <form className="admin-form" aria-label="Invite somebody" onSubmit={(event) => void submit(event)}>
      <label>
        Sign-in name
        <input className="field" required value={name} onChange={({ target }) => setName(target.value)} />
      </label>
      <label>
        Role
        <select
          className="choice"
          value={role}
          onChange={({ target }) => setRole(roles.find((each) => each === target.value) ?? role)}
        >
          {roles.map((each) => (
            <option key={each} value={each}>
              {roleNames[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Agent
        <input
          className="field"
          required={role === 'AGENT'}
          value={agentId}
          onChange={({ target }) => setAgentId(target.value)}
        />
      </label>
      <label>
        Teams, with commas
        <input className="field" value={teams} onChange={({ target }) => setTeams(target.value)} />
      </label>
      <button type="submit" className="button">
        Invite
      </button>
      <p className="role-meaning">{roleMeanings[role]}</p>
    </form>
  );
}
