import { useState } from 'react';
import type { UserChange, UserRowFragment } from '@earshot/graphql-api';
import { nameOf } from '../../../api/session/session-answer.js';
import { FormDialog } from '../../../ui/FormDialog.js';
import { FormField } from '../../../ui/FormField.js';
import { GrantFields } from '../GrantFields.js';
import { draftOf, findChangedFields, isComplete, readDraft, textOrNull } from '../grant.js';

interface PersonDialogProps {
  readonly person: UserRowFragment;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onChange: (id: string, change: UserChange) => Promise<string | null>;
  readonly onClose: () => void;
}

/** What of an account an administrator edits. */
const editable = ({ displayName, roles, agentId, teams, queues }: UserRowFragment) => ({
  displayName,
  roles,
  agentId,
  teams,
  queues,
});

/** Changes the name, roles, agent, teams and queues of an account. */
export function PersonDialog({ person, onChange, onClose }: PersonDialogProps) {
  const before = editable(person);
  const [displayName, setDisplayName] = useState(before.displayName ?? '');
  const [draft, setDraft] = useState(draftOf(before));
  const submit = async (): Promise<string | null> => {
    const change = findChangedFields(before, { displayName: textOrNull(displayName), ...readDraft(draft) });
    return Object.keys(change).length === 0 ? null : onChange(person.id, change);
  };
  return (
    <FormDialog
      title={`Edit ${nameOf(person)}`}
      submitLabel="Save"
      canSubmit={isComplete(draft)}
      onSubmit={submit}
      onClose={onClose}
    >
      {person.origin !== 'LOCAL' && (
        <p className="form-hint">
          The identity provider may set these again when the person signs in or is provisioned.
        </p>
      )}
      <FormField label="Display name" maxLength={256} value={displayName} onChange={setDisplayName} />
      <GrantFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}
