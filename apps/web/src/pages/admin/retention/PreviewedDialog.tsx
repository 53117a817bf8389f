import { type ReactNode, useState } from 'react';
import { type RetentionChange, RetentionPreviewDocument, type RetentionPreviewQuery } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { describeRefusedChange } from '../../../api/describe-refused-change.js';
import { FormDialog } from '../../../ui/FormDialog.js';
import { describePreview } from './describe-preview.js';

interface PreviewedDialogProps {
  readonly title: string;
  readonly submitLabel: string;
  readonly change: RetentionChange;
  readonly canSubmit?: boolean;
  readonly onSubmit: () => Promise<string | null>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

interface Preview {
  /** The change that it is of. */
  readonly of: string;
  readonly found: RetentionPreviewQuery['retentionPreview'];
}

/** Shows what a change of the policies would erase, and only then makes it. */
export function PreviewedDialog({ submitLabel, change, onSubmit, children, ...rest }: PreviewedDialogProps) {
  const client = useClient();
  const [preview, setPreview] = useState<Preview | null>(null);
  const of = JSON.stringify(change);
  const found = preview?.of === of ? preview.found : null;
  const showPreview = async (): Promise<string | null> => {
    const { data, error } = await client.query(RetentionPreviewDocument, { change }).toPromise();
    if (data) setPreview({ of, found: data.retentionPreview });
    return data ? null : describeRefusedChange(error);
  };
  return (
    <FormDialog
      {...rest}
      submitLabel={found === null ? 'Show what would be erased' : submitLabel}
      isRisky={found !== null && found.calls > 0}
      hasNextStep={found === null}
      onSubmit={found === null ? showPreview : onSubmit}
    >
      {children}
      {/* The region stays, so that screen readers read what comes into it. */}
      <div role="status" className={found === null ? undefined : 'retention-preview'}>
        {found !== null && describePreview(found).map((sentence) => <p key={sentence}>{sentence}</p>)}
      </div>
    </FormDialog>
  );
}
