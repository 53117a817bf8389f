import { useState } from 'react';
import type { CallChange, CallDetailFragment } from '@earshot/graphql-api';
import { FormDialog } from '../../ui/FormDialog.js';
import { FormField } from '../../ui/FormField.js';
import { type ChangeFields, changedFields, fieldsOf } from './changed-fields.js';

const labels: Readonly<Record<keyof ChangeFields, string>> = {
  agentId: 'Agent',
  customerNumber: "Customer's number",
  systemNumber: 'Our number',
  name: 'Name',
  queue: 'Queue',
  language: 'Language',
};
const hints: Partial<Record<keyof ChangeFields, string>> = {
  agentId: 'During the call, another agent takes the place of the one before.',
  name: 'The id by which you know the call.',
  language: 'Such as en-US. It counts for words that follow.',
};
const names = Object.keys(labels) as (keyof ChangeFields)[];

interface ChangeDialogProps {
  readonly call: CallDetailFragment;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onChange: (change: CallChange) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Changes what is known of a call. */
export function ChangeDialog({ call, onChange, onClose }: ChangeDialogProps) {
  // What the call was when the dialog was opened: a change by somebody else must not be taken for one of this reader.
  const [before] = useState(() => fieldsOf(call));
  const [fields, setFields] = useState(before);
  const change = changedFields(before, fields);
  return (
    <FormDialog
      title="Change the call"
      submitLabel="Change"
      canSubmit={Object.keys(change).length > 0}
      onSubmit={() => onChange(change)}
      onClose={onClose}
    >
      {names.map((name) => (
        <FormField
          key={name}
          label={labels[name]}
          {...(hints[name] !== undefined && { hint: hints[name] })}
          maxLength={256}
          value={fields[name]}
          onChange={(value) => setFields((known) => ({ ...known, [name]: value }))}
        />
      ))}
    </FormDialog>
  );
}
