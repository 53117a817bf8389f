import type { RemoveRetentionPolicyMutationVariables, RetentionPolicyRowFragment } from '@earshot/graphql-api';
import { describeTarget } from './policy-row.js';
import { PreviewedDialog } from './PreviewedDialog.js';

interface RemovePolicyDialogProps {
  readonly policy: RetentionPolicyRowFragment;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onRemove: (target: RemoveRetentionPolicyMutationVariables) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Removes a policy, so that another one counts for its calls. */
export function RemovePolicyDialog({ policy, onRemove, onClose }: RemovePolicyDialogProps) {
  const { kind, name } = policy;
  return (
    <PreviewedDialog
      title={`Remove the policy: ${describeTarget(policy)}?`}
      submitLabel="Remove"
      change={{ kind, name, days: null }}
      onSubmit={() => onRemove({ kind, name })}
      onClose={onClose}
    >
      <p>
        {kind === 'DEFAULT'
          ? 'The number of days from the settings of the server counts again.'
          : 'The default counts for these calls, unless another policy is about them.'}
      </p>
    </PreviewedDialog>
  );
}
