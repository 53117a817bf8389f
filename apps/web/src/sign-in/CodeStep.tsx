import { useState } from 'react';
import Button from '@cloudscape-design/components/button';
import type { SignInState } from '@earshot/domain';
import { sendCode } from '../api/session/auth-requests.js';
import { StepForm } from './StepForm.js';
import { TextField } from './TextField.js';
import { useAttempt } from './use-attempt.js';

/** Asks for the second step of a sign-in: a code of the authenticator app, or a recovery code. */
export function CodeStep({ onAnswer }: { onAnswer: (answer: SignInState) => void }) {
  const [usesRecovery, setUsesRecovery] = useState(false);
  const [code, setCode] = useState('');
  const attempt = useAttempt(onAnswer);
  const switchKind = (): void => {
    setUsesRecovery(!usesRecovery);
    setCode('');
  };
  return (
    <StepForm
      attempt={attempt}
      submitLabel="Continue"
      onSubmit={() => attempt.send(() => sendCode(code.trim()))}
      more={
        <Button variant="inline-link" formAction="none" onClick={switchKind}>
          {usesRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
        </Button>
      }
    >
      {usesRecovery ? (
        <TextField
          key="recovery"
          label="Recovery code"
          description="One of the codes that you kept when you set up two-step sign-in. Each works once."
          value={code}
          onChange={setCode}
          autoComplete="off"
          autoFocus
        />
      ) : (
        <TextField
          key="app"
          label="Code"
          description="Six digits from your authenticator app."
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
        />
      )}
    </StepForm>
  );
}
