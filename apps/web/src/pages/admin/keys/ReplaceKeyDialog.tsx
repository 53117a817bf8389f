import { useState } from 'react';
import type { KeyRowFragment } from '@earshot/graphql-api';
import { FormDialog } from '../../../ui/FormDialog.js';
import { FormChoice } from '../../../ui/FormField.js';

const overlaps = [
  ['0', 'It ends at once'],
  ['24', 'One day'],
  ['168', 'One week'],
  ['720', '30 days'],
] as const;
type Overlap = (typeof overlaps)[number][0];

interface ReplaceKeyDialogProps {
  readonly accessKey: KeyRowFragment;
  /** `hours`: how long both keys work. Resolves with why there is no new key; with null if there is one. */
  readonly onReplace: (hours: number) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Makes a key that takes the place of another one. */
export function ReplaceKeyDialog({ accessKey: { name }, onReplace, onClose }: ReplaceKeyDialogProps) {
  const [overlap, setOverlap] = useState<Overlap>('168');
  return (
    <FormDialog
      title={`Replace ${name}`}
      submitLabel="Make the new key"
      isRisky={overlap === '0'}
      onSubmit={() => onReplace(Number(overlap))}
      onClose={onClose}
    >
      <p>The new key may do the same, and the calls of the old one belong to it, too.</p>
      <FormChoice label="How long the old key still works" options={overlaps} value={overlap} onChange={setOverlap} />
    </FormDialog>
  );
}
