import { useState } from 'react';
import type {
  RetentionKind,
  RetentionPolicyRowFragment,
  SetRetentionPolicyMutationVariables,
} from '@earshot/graphql-api';
import { FormChoice, FormField } from '../../../ui/FormField.js';
import { describeTarget } from './policy-row.js';
import { PreviewedDialog } from './PreviewedDialog.js';

interface PolicyDialogProps {
  /** Null for a new one. */
  readonly policy: RetentionPolicyRowFragment | null;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onSave: (policy: SetRetentionPolicyMutationVariables) => Promise<string | null>;
  readonly onClose: () => void;
}

const kinds = [
  ['QUEUE', 'The calls of a queue'],
  ['CATEGORY', 'The calls of a category'],
] as const;

const maxDays = 36_500;

const isNumberOfDays = (days: number): boolean => Number.isInteger(days) && days >= 1 && days <= maxDays;

interface TargetFieldsProps {
  readonly kind: RetentionKind;
  readonly name: string;
  readonly onKindChange: (kind: RetentionKind) => void;
  readonly onNameChange: (name: string) => void;
}

/** Which calls a new policy is about. */
const TargetFields = ({ kind, name, onKindChange, onNameChange }: TargetFieldsProps) => (
  <>
    <FormChoice<RetentionKind> label="Calls" options={kinds} value={kind} onChange={onKindChange} />
    <FormField
      label={kind === 'QUEUE' ? 'Queue' : 'Category'}
      hint="Its exact name."
      required
      maxLength={256}
      value={name}
      onChange={onNameChange}
    />
  </>
);

/** Sets how long calls are kept. */
export function PolicyDialog({ policy, onSave, onClose }: PolicyDialogProps) {
  const [kind, setKind] = useState<RetentionKind>(policy?.kind ?? 'QUEUE');
  const [name, setName] = useState(policy?.name ?? '');
  const [days, setDays] = useState(String(policy?.days ?? 90));
  const wanted = { kind, name: kind === 'DEFAULT' ? null : name.trim(), days: Number(days) };
  return (
    <PreviewedDialog
      title={policy === null ? 'New policy' : describeTarget(policy)}
      submitLabel="Save"
      change={wanted}
      canSubmit={isNumberOfDays(wanted.days) && wanted.name !== ''}
      onSubmit={() => onSave(wanted)}
      onClose={onClose}
    >
      {policy === null && <TargetFields kind={kind} name={name} onKindChange={setKind} onNameChange={setName} />}
      <FormField
        label="Days"
        hint="Counted from the start of a call."
        type="number"
        min={1}
        max={maxDays}
        required
        value={days}
        onChange={setDays}
      />
    </PreviewedDialog>
  );
}
