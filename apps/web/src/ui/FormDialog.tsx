import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { Notice } from './Notice.js';
import './form-dialog.css';

interface FormDialogProps {
  readonly title: string;
  readonly submitLabel: string;
  /** Whether the button does something that nobody can take back. */
  readonly isRisky?: boolean;
  /** False while the fields are not filled in. */
  readonly canSubmit?: boolean;
  /** Resolves with why it failed, in words for the reader; with null if it did not. The dialog closes then. */
  readonly onSubmit: () => Promise<string | null>;
  /** Whether the dialog stays after this step, because another one follows. */
  readonly hasNextStep?: boolean;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/**
 * A dialog with the fields of a change, or with the question whether to make it. What was typed stays after a refusal. Closing
 * gives the focus back to the button that opened it.
 */
export function FormDialog({ title, submitLabel, isRisky = false, canSubmit = true, ...props }: FormDialogProps) {
  const { onSubmit, hasNextStep = false, onClose, children } = props;
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const problemRegion = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem !== null) problemRegion.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  const submit = async (): Promise<void> => {
    if (isBusy || !canSubmit) return;
    setBusy(true);
    setProblem(null);
    const failure = await onSubmit();
    setBusy(false);
    setProblem(failure);
    if (failure === null && !hasNextStep) onClose();
  };
  return (
    <dialog
      ref={dialog}
      className="form-dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form
        aria-labelledby={titleId}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2 id={titleId}>{title}</h2>
        {children}
        {/* The region stays, so that screen readers read what comes into it. */}
        <div ref={problemRegion} role="alert" className="form-dialog-problem">
          {problem !== null && (
            <Notice kind="error" title="Nothing was changed">
              {problem}
            </Notice>
          )}
        </div>
        <div className="form-dialog-buttons">
          <button type="button" className="button button-plain" onClick={onClose}>
            Cancel
          </button>
          {/* Not `disabled` while busy: the focus would be lost. */}
          <button
            type="submit"
            className={isRisky ? 'button button-risky' : 'button'}
            disabled={!canSubmit}
            aria-busy={isBusy}
          >
            {submitLabel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
