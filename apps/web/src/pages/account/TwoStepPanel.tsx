import { type ReactNode, useState } from 'react';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { SignInState } from '@earshot/domain';
import { removeTotp } from '../../api/session/auth-requests.js';
import { acceptAnswer, refreshSession } from '../../api/session/session-store.js';
import { EnrolmentForm } from '../../sign-in/EnrolmentForm.js';
import { RecoveryCodes } from '../../sign-in/RecoveryCodes.js';
import { StepForm } from '../../sign-in/StepForm.js';
import { TextField } from '../../sign-in/TextField.js';
import { useAttempt } from '../../sign-in/use-attempt.js';

type Stage =
  | { readonly kind: 'resting' }
  | { readonly kind: 'enrolling' }
  | { readonly kind: 'removing' }
  | { readonly kind: 'keeping-codes'; readonly codes: readonly string[] };

const resting: Stage = { kind: 'resting' };

/** Turns two-step sign-in on and off. */
export function TwoStepPanel({ isOn }: { isOn: boolean }) {
  const [stage, setStage] = useState<Stage>(resting);
  const rest = (): void => setStage(resting);
  const cancel = (
    <Button formAction="none" onClick={rest}>
      Cancel
    </Button>
  );
  return (
    <Container header={<Header variant="h2">Two-step sign-in</Header>}>
      {stage.kind === 'resting' && (
        <Resting
          isOn={isOn}
          onEnrol={() => setStage({ kind: 'enrolling' })}
          onRemove={() => setStage({ kind: 'removing' })}
        />
      )}
      {stage.kind === 'enrolling' && (
        <EnrolmentForm onEnrolled={(codes) => setStage({ kind: 'keeping-codes', codes })} more={cancel} />
      )}
      {stage.kind === 'keeping-codes' && (
        <RecoveryCodes codes={stage.codes} onKept={() => void refreshSession().then(rest)} />
      )}
      {stage.kind === 'removing' && <RemovalForm onRemoved={rest} cancel={cancel} />}
    </Container>
  );
}

interface RestingProps {
  readonly isOn: boolean;
  readonly onEnrol: () => void;
  readonly onRemove: () => void;
}

const Resting = ({ isOn, onEnrol, onRemove }: RestingProps) => (
  <SpaceBetween size="m">
    <StatusIndicator type={isOn ? 'success' : 'stopped'}>{isOn ? 'On' : 'Off'}</StatusIndicator>
    <p className="sign-in-text">
      {isOn
        ? 'Besides the password, you enter a code from your authenticator app.'
        : 'A stolen password is not enough when a sign-in also needs a code from an app on your phone.'}
    </p>
    {isOn ? <Button onClick={onRemove}>Turn off</Button> : <Button onClick={onEnrol}>Turn on</Button>}
  </SpaceBetween>
);

function RemovalForm({ onRemoved, cancel }: { onRemoved: () => void; cancel: ReactNode }) {
  const [password, setPassword] = useState('');
  const attempt = useAttempt<SignInState>((answer) => {
    acceptAnswer(answer);
    onRemoved();
  });
  return (
    <StepForm
      attempt={attempt}
      submitLabel="Turn off"
      onSubmit={() => attempt.send(() => removeTotp(password))}
      more={cancel}
    >
      <TextField
        label="Password"
        description="Your recovery codes stop working, too."
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus
      />
    </StepForm>
  );
}
