import { roles, type Role } from '@earshot/domain';
import { roleMeanings, roleNames } from '../../api/session/role-names.js';
import { FormField, FormOption } from '../../ui/FormField.js';
import { AgentField } from './AgentField.js';
import type { GrantDraft } from './grant.js';

interface GrantFieldsProps {
  readonly draft: GrantDraft;
  readonly onChange: (draft: GrantDraft) => void;
}

/** The fields that say what somebody may see. */
export function GrantFields({ draft, onChange }: GrantFieldsProps) {
  const change = (part: Partial<GrantDraft>): void => onChange({ ...draft, ...part });
  // Always in the same order, so that a role that is taken away and given again is no change.
  const toggle = (role: Role): void =>
    change({ roles: roles.filter((each) => draft.roles.includes(each) !== (each === role)) });
  return (
    <>
      <fieldset>
        <legend>Roles</legend>
        {roles.map((role) => (
          <FormOption
            key={role}
            label={roleNames[role]}
            hint={roleMeanings[role]}
            isOn={draft.roles.includes(role)}
            onToggle={() => toggle(role)}
          />
        ))}
      </fieldset>
      <AgentField
        label="Agent"
        hint="Whose calls are their own. An agent needs it."
        value={draft.agentId}
        required={draft.roles.includes('AGENT')}
        onChange={(agentId) => change({ agentId })}
      />
      <FormField
        label="Teams"
        hint="Separated by commas. A supervisor or analyst without teams and queues sees all calls."
        value={draft.teams}
        onChange={(teams) => change({ teams })}
      />
      <FormField
        label="Queues"
        hint="Separated by commas."
        value={draft.queues}
        onChange={(queues) => change({ queues })}
      />
    </>
  );
}
