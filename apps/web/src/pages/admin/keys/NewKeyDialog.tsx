import { useState } from 'react';
import type { NewAccessKey } from '@earshot/graphql-api';
import { FormDialog } from '../../../ui/FormDialog.js';
import { FormChoice, FormField } from '../../../ui/FormField.js';
import { addDays, endOfDay, formatDateField } from '../../../ui/date-field.js';
import { GrantFields } from '../GrantFields.js';
import { type GrantDraft, draftOf, isComplete, readDraft, splitNames } from '../grant.js';

interface NewKeyDialogProps {
  /** Resolves with why there is no key; with null if there is one. */
  readonly onCreate: (input: NewAccessKey) => Promise<string | null>;
  readonly onClose: () => void;
}

const purposes = [
  ['read', 'Read calls'],
  ['send', 'Send calls'],
] as const;
type Purpose = (typeof purposes)[number][0];

/** Makes a key. It reads calls or sends them, and cannot do both. */
export function NewKeyDialog({ onCreate, onClose }: NewKeyDialogProps) {
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('read');
  const [draft, setDraft] = useState(draftOf({ roles: ['SUPERVISOR'], agentId: null, teams: [], queues: [] }));
  const [sources, setSources] = useState('lca');
  const [expiresOn, setExpiresOn] = useState('');
  const isGranted = purpose === 'read' ? isReader(draft) : splitNames(sources).length > 0;
  const submit = (): Promise<string | null> => {
    const grant = purpose === 'read' ? readDraft(draft) : { sources: splitNames(sources) };
    const expiresAt = expiresOn === '' ? null : endOfDay(expiresOn);
    return onCreate({ ...grant, name: name.trim(), expiresAt });
  };
  return (
    <FormDialog
      title="New key"
      submitLabel="Make the key"
      canSubmit={name.trim() !== '' && isGranted}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField
        label="Name"
        hint="What uses the key, such as “Quality reports”. The audit shows it."
        required
        maxLength={256}
        value={name}
        onChange={setName}
      />
      <FormChoice label="Purpose" options={purposes} value={purpose} onChange={setPurpose} />
      {purpose === 'read' ? (
        <GrantFields draft={draft} onChange={setDraft} />
      ) : (
        <FormField
          label="Sources"
          hint="The protocols that it may bring calls with, separated by commas, such as “lca” or “earshot”."
          required
          value={sources}
          onChange={setSources}
        />
      )}
      <FormField
        label="Expires"
        hint="At the end of this day. Left empty, it never expires."
        type="date"
        min={formatDateField(new Date())}
        max={formatDateField(addDays(new Date(), maxKeyDays - 1))}
        value={expiresOn}
        onChange={setExpiresOn}
      />
    </FormDialog>
  );
}

const maxKeyDays = 3_650;

const isReader = (draft: GrantDraft): boolean => draft.roles.length > 0 && isComplete(draft);
