import { useState } from 'react';
import { FormDialog } from '../../ui/FormDialog.js';
import { FormField } from '../../ui/FormField.js';

interface EraseDialogProps {
  readonly callId: string;
  /** Resolves with why the call is still there; with null if it is gone. */
  readonly onErase: (reason: string) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Erases a call after its id was typed, so that nobody erases one by a slip. */
export function EraseDialog({ callId, onErase, onClose }: EraseDialogProps) {
  const [reason, setReason] = useState('');
  const [typedId, setTypedId] = useState('');
  return (
    <FormDialog
      title="Erase this call for good?"
      submitLabel="Erase the call"
      isRisky
      canSubmit={reason.trim() !== '' && typedId.trim() === callId}
      onSubmit={() => onErase(reason.trim())}
      onClose={onClose}
    >
      <p>
        Its transcript, numbers, names and recording go, and nothing brings them back. A call that goes on is ended.
      </p>
      <FormField
        label="Reason"
        hint="The proof of the erasure keeps it, so name no customer in it."
        required
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      <FormField label="Id of the call" hint={`Type ${callId}`} required value={typedId} onChange={setTypedId} />
    </FormDialog>
  );
}
