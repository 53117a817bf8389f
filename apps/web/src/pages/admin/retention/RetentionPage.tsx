import { useState } from 'react';
import {
  RemoveRetentionPolicyDocument,
  RetentionPoliciesDocument,
  type RetentionPolicyRowFragment,
  SetRetentionPolicyDocument,
} from '@earshot/graphql-api';
import { useChange } from '../../../api/use-change.js';
import { useRead } from '../../../api/use-read.js';
import { AdminList } from '../AdminList.js';
import { toPolicyRow } from './policy-row.js';
import { PolicyDialog } from './PolicyDialog.js';
import { RemovePolicyDialog } from './RemovePolicyDialog.js';

type OpenDialog =
  { readonly kind: 'new' } | { readonly kind: 'change' | 'remove'; readonly policy: RetentionPolicyRowFragment };

/** How long calls are kept: `/admin/retention`. */
export default function RetentionPage() {
  const read = useRead(RetentionPoliciesDocument, {});
  const sendChange = useChange(read.reload);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const close = (): void => setDialog(null);
  const save: Parameters<typeof PolicyDialog>[0]['onSave'] = async (policy) =>
    (await sendChange(SetRetentionPolicyDocument, policy)).problem;
  return (
    <div className="page">
      <div className="admin-head">
        <h1>Retention</h1>
        <button type="button" className="button" onClick={() => setDialog({ kind: 'new' })}>
          New policy
        </button>
      </div>
      <p className="admin-note">
        Calls are erased for good when their time is over: transcript, recording and numbers. Of several policies about
        a call, the longest counts. The default counts for calls that no other policy is about. Legal holds beat all
        policies.
      </p>
      <AdminList
        of="policies"
        label="Policies"
        heads={['Calls', 'Kept for', 'Set by', 'Set at', 'Change']}
        read={read}
        rows={(read.data?.retentionPolicies ?? []).map((policy) =>
          toPolicyRow(policy, (kind) => setDialog({ kind, policy })),
        )}
        empty="There is no policy."
      />
      {dialog?.kind === 'new' && <PolicyDialog policy={null} onSave={save} onClose={close} />}
      {dialog?.kind === 'change' && <PolicyDialog policy={dialog.policy} onSave={save} onClose={close} />}
      {dialog?.kind === 'remove' && (
        <RemovePolicyDialog
          policy={dialog.policy}
          onRemove={async (target) => (await sendChange(RemoveRetentionPolicyDocument, target)).problem}
          onClose={close}
        />
      )}
    </div>
  );
}
