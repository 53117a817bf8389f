import { useState } from 'react';
import { FormDialog } from '../../ui/FormDialog.js';
import { FormField } from '../../ui/FormField.js';
import { addDays, endOfDay, formatDateField } from '../../ui/date-field.js';

interface KeepUntilDialogProps {
  /** Null: the policies decide. */
  readonly retainUntil: string | null;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onKeep: (retainUntil: string | null) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Keeps a call until a date of its own. An earlier one than today is an erasure: there is another button for that. */
export function KeepUntilDialog({ retainUntil, onKeep, onClose }: KeepUntilDialogProps) {
  const [day, setDay] = useState(retainUntil === null ? '' : formatDateField(new Date(retainUntil)));
  const firstDay = formatDateField(addDays(new Date(), 1));
  return (
    <FormDialog
      title="Keep the call until"
      submitLabel="Save"
      canSubmit={day === '' || day >= firstDay}
      onSubmit={() => onKeep(day === '' ? null : endOfDay(day))}
      onClose={onClose}
    >
      <FormField
        label="Day"
        hint="From tomorrow on. The call is erased after it, sooner or later than the policies say. Left empty, the policies decide."
        type="date"
        min={firstDay}
        value={day}
        onChange={setDay}
      />
    </FormDialog>
  );
}
