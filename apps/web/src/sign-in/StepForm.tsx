import type { ReactNode } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { describeRefusal } from './describe-refusal.js';
import { formatWait } from './format-wait.js';
import type { Attempt } from './use-attempt.js';
import './sign-in.css';

interface StepFormProps {
  readonly attempt: Omit<Attempt<never>, 'send'>;
  readonly submitLabel: string;
  readonly onSubmit: () => void;
  /** A problem that the form found itself; it stands in place of the server's. */
  readonly problem?: string | null;
  /** What stands beside the button. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

/** One step of the sign-in: its fields, why the last attempt failed, and the button. */
export function StepForm({ attempt, submitLabel, onSubmit, problem = null, more, children }: StepFormProps) {
  const { isBusy, refusal, lockedForMs } = attempt;
  const isLocked = lockedForMs > 0;
  const text = problem ?? (refusal && describeRefusal(refusal));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isLocked && !isBusy) onSubmit();
      }}
    >
      {/* The region stays, so that screen readers read what comes into it. */}
      <div role="alert" className="step-problem">
        {text !== null && (
          <Alert type="error">
            {text}
            {/* Not read every second. */}
            {isLocked && <span aria-hidden="true"> Try again in {formatWait(lockedForMs)}.</span>}
            {isLocked && <span className="visually-hidden"> Wait until the button can be pressed again.</span>}
          </Alert>
        )}
      </div>
      <SpaceBetween size="m">
        {children}
        <SpaceBetween size="s" direction="horizontal" alignItems="center">
          <Button variant="primary" formAction="submit" loading={isBusy} loadingText="Checking" disabled={isLocked}>
            {submitLabel}
          </Button>
          {more}
        </SpaceBetween>
      </SpaceBetween>
    </form>
  );
}
