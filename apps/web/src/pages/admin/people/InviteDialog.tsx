import { useState } from 'react';
import type { NewUser } from '@earshot/graphql-api';
import { FormDialog } from '../../../ui/FormDialog.js';
import { FormField } from '../../../ui/FormField.js';
import { GrantFields } from '../GrantFields.js';
import { draftOf, isComplete, readDraft, textOrNull } from '../grant.js';

interface InviteDialogProps {
  /** Resolves with why there is no account; with null if there is one. */
  readonly onInvite: (input: NewUser) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Makes an account. */
export function InviteDialog({ onInvite, onClose }: InviteDialogProps) {
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [draft, setDraft] = useState(draftOf({ roles: ['SUPERVISOR'], agentId: null, teams: [], queues: [] }));
  return (
    <FormDialog
      title="Invite somebody"
      submitLabel="Invite"
      canSubmit={name.trim() !== '' && isComplete(draft)}
      onSubmit={() => onInvite({ ...readDraft(draft), name: name.trim(), displayName: textOrNull(displayName) })}
      onClose={onClose}
    >
      <FormField
        label="Sign-in name"
        hint="Such as an e-mail address."
        required
        maxLength={256}
        value={name}
        onChange={setName}
      />
      <FormField
        label="Display name"
        hint="What others read. Without it, they read the sign-in name."
        maxLength={256}
        value={displayName}
        onChange={setDisplayName}
      />
      <GrantFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}
