import type { KeyRowFragment } from '@earshot/graphql-api';
import { FormDialog } from '../../../ui/FormDialog.js';
import { formatTime } from '../../../ui/format-time.js';

interface RevokeKeyDialogProps {
  readonly accessKey: KeyRowFragment;
  /** Resolves with why the key did not end; with null if it did. */
  readonly onRevoke: () => Promise<string | null>;
  readonly onClose: () => void;
}

/** Asks before a key ends. */
export const RevokeKeyDialog = ({ accessKey: { name, lastUsedAt }, onRevoke, onClose }: RevokeKeyDialogProps) => (
  <FormDialog title={`Revoke ${name}?`} submitLabel="Revoke the key" isRisky onSubmit={onRevoke} onClose={onClose}>
    <p>
      The key stops working within seconds, also on open connections. Nobody can bring it back. It was last used:{' '}
      {lastUsedAt === null ? 'never' : formatTime(lastUsedAt)}.
    </p>
  </FormDialog>
);
