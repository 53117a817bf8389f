import { useState } from 'react';
import type { SignInState } from '@earshot/domain';
import { signIn } from '../api/session/auth-requests.js';
import { StepForm } from './StepForm.js';
import { TextField } from './TextField.js';
import { useAttempt } from './use-attempt.js';

interface PasswordStepProps {
  /** The name of the person whose session ended; null if anybody may sign in. */
  readonly knownName: string | null;
  readonly onAnswer: (answer: SignInState) => void;
}

/** Asks for name and password. */
export function PasswordStep({ knownName, onAnswer }: PasswordStepProps) {
  const [name, setName] = useState(knownName ?? '');
  const [password, setPassword] = useState('');
  const attempt = useAttempt(onAnswer);
  return (
    <StepForm attempt={attempt} submitLabel="Sign in" onSubmit={() => attempt.send(() => signIn(name, password))}>
      <TextField label="Name" value={name} onChange={setName} autoComplete="username" autoFocus={knownName === null} />
      <TextField
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus={knownName !== null}
      />
    </StepForm>
  );
}
