import { useState } from 'react';
import {
  AccessKeysDocument,
  CreateAccessKeyDocument,
  type KeyRowFragment,
  type NewAccessKey,
  RevokeAccessKeyDocument,
  RotateAccessKeyDocument,
} from '@earshot/graphql-api';
import { useChange } from '../../../api/use-change.js';
import { useRead } from '../../../api/use-read.js';
import { AdminList } from '../AdminList.js';
import { OnceText } from '../OnceText.js';
import { usePages } from '../use-pages.js';
import { keyHeads, toKeyRow } from './key-row.js';
import { NewKeyDialog } from './NewKeyDialog.js';
import { ReplaceKeyDialog } from './ReplaceKeyDialog.js';
import { RevokeKeyDialog } from './RevokeKeyDialog.js';

const pageSize = 25;

type OpenDialog =
  { readonly kind: 'new' } | { readonly kind: 'replace' | 'revoke'; readonly accessKey: KeyRowFragment };

interface IssuedKey {
  readonly name: string;
  readonly text: string;
}

/** The keys of sources and services: `/admin/keys`. */
export default function KeysPage() {
  const pages = usePages();
  const read = useRead(AccessKeysDocument, { first: pageSize, after: pages.after });
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [issued, setIssued] = useState<IssuedKey | null>(null);

  const actions = useKeyActions(read.reload, setIssued);
  const accessKeys = read.data?.accessKeys;

  return (
    <div className="page">
      <div className="admin-head">
        <h1>Keys</h1>
        <button type="button" className="button" onClick={() => setDialog({ kind: 'new' })}>
          New key
        </button>
      </div>
      <p className="admin-note">Programs read calls with a key, and phone systems send calls with one.</p>
      {issued !== null && dialog === null && (
        <IssuedKeyText key={issued.text} issued={issued} onClose={() => setIssued(null)} />
      )}
      <AdminList
        of="keys"
        label="Keys"
        heads={keyHeads}
        read={read}
        rows={(accessKeys?.nodes ?? []).map((accessKey) =>
          toKeyRow(accessKey, (kind) => setDialog({ kind, accessKey })),
        )}
        empty="There is no key yet."
        pages={pages}
        pageInfo={accessKeys?.pageInfo}
      />
      {dialog !== null && <KeyDialog dialog={dialog} actions={actions} onClose={() => setDialog(null)} />}
    </div>
  );
}

/** What the dialogs do. Each resolves with why nothing was changed; with null if it was. */
function useKeyActions(reload: () => void, showIssued: (issued: IssuedKey) => void) {
  const sendChange = useChange(reload);
  const create = async (input: NewAccessKey): Promise<string | null> => {
    const { data, problem } = await sendChange(CreateAccessKeyDocument, { input });
    if (data) showIssued({ name: input.name, text: data.createAccessKey.text });
    return problem;
  };
  const replace = async ({ id, name }: KeyRowFragment, overlapHours: number): Promise<string | null> => {
    const { data, problem } = await sendChange(RotateAccessKeyDocument, { id, overlapHours });
    if (data) showIssued({ name, text: data.rotateAccessKey.text });
    return problem;
  };
  const revoke = async ({ id }: KeyRowFragment): Promise<string | null> =>
    (await sendChange(RevokeAccessKeyDocument, { id })).problem;
  return { create, replace, revoke };
}

interface KeyDialogProps {
  readonly dialog: OpenDialog;
  readonly actions: ReturnType<typeof useKeyActions>;
  readonly onClose: () => void;
}

function KeyDialog({ dialog, actions, onClose }: KeyDialogProps) {
  if (dialog.kind === 'new') return <NewKeyDialog onCreate={actions.create} onClose={onClose} />;
  const { kind, accessKey } = dialog;
  return kind === 'replace' ? (
    <ReplaceKeyDialog
      accessKey={accessKey}
      onReplace={(hours) => actions.replace(accessKey, hours)}
      onClose={onClose}
    />
  ) : (
    <RevokeKeyDialog accessKey={accessKey} onRevoke={() => actions.revoke(accessKey)} onClose={onClose} />
  );
}

const IssuedKeyText = ({ issued: { name, text }, onClose }: { issued: IssuedKey; onClose: () => void }) => (
  <OnceText label={`Key ${name}`} text={text} copyLabel="Copy the key" onClose={onClose}>
    <strong>Copy the key {name} now.</strong> Nobody can see it again: Earshot does not store it. Whoever has it can do
    what the key may, so keep it like a password.
  </OnceText>
);
