import { useState } from 'react';
import { FormDialog } from '../../ui/FormDialog.js';
import { FormField } from '../../ui/FormField.js';

interface HoldDialogProps {
  readonly isHeld: boolean;
  /** Each resolves with why nothing was changed; with null if it was. */
  readonly onHold: (reason: string) => Promise<string | null>;
  readonly onRelease: () => Promise<string | null>;
  readonly onClose: () => void;
}

/** Sets the legal hold of a call, or releases it. */
export function HoldDialog({ isHeld, onHold, onRelease, onClose }: HoldDialogProps) {
  // The dialog asks what it asked when it was opened, until it closes.
  const [releases] = useState(isHeld);
  const [reason, setReason] = useState('');
  if (releases)
    return (
      <FormDialog title="Release the legal hold?" submitLabel="Release" isRisky onSubmit={onRelease} onClose={onClose}>
        <p>The call can be erased again. If its time is over, it is erased within ten minutes.</p>
      </FormDialog>
    );
  return (
    <FormDialog
      title="Set a legal hold"
      submitLabel="Hold the call"
      canSubmit={reason.trim() !== ''}
      onSubmit={() => onHold(reason.trim())}
      onClose={onClose}
    >
      <p>Nobody can erase the call until the hold is released, and no retention policy ends for it.</p>
      <FormField
        label="Reason"
        hint="For those who manage calls."
        required
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
