import { useState } from 'react';
import type { AuthResult } from '../api/session/auth-requests.js';
import { StepForm } from './StepForm.js';
import { TextField } from './TextField.js';
import { useAttempt } from './use-attempt.js';

interface NewPasswordFormProps<T> {
  /** For password managers, which keep the password under it. */
  readonly name: string;
  readonly asksCurrent: boolean;
  readonly submitLabel: string;
  /** `current` is null where it is not asked for. */
  readonly change: (current: string | null, next: string) => Promise<AuthResult<T>>;
  readonly onDone: (body: T) => void;
}

/** Asks for a new password, twice, and for the current one if there is one. */
export function NewPasswordForm<T>({ name, asksCurrent, submitLabel, change, onDone }: NewPasswordFormProps<T>) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeated, setRepeated] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = useAttempt<T>((body) => {
    for (const clear of [setCurrent, setNext, setRepeated]) clear('');
    onDone(body);
  });
  const submit = (): void => {
    const differ = next !== repeated;
    setProblem(differ ? 'The two new passwords differ.' : null);
    if (!differ) attempt.send(() => change(asksCurrent ? current : null, next));
  };
  return (
    <StepForm attempt={attempt} submitLabel={submitLabel} onSubmit={submit} problem={problem}>
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      {asksCurrent && (
        <TextField
          label="Current password"
          type="password"
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
        />
      )}
      <TextField
        label="New password"
        description="At least 12 characters. Several words that do not belong together are strong and easy to remember."
        type="password"
        value={next}
        onChange={setNext}
        autoComplete="new-password"
      />
      <TextField
        label="New password again"
        type="password"
        value={repeated}
        onChange={setRepeated}
        autoComplete="new-password"
      />
    </StepForm>
  );
}
