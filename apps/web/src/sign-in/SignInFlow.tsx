import { useState } from 'react';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SignInState, SignedInUser } from '@earshot/domain';
import { changePassword } from '../api/session/auth-requests.js';
import { acceptAnswer, refreshSession } from '../api/session/session-store.js';
import { CodeStep } from './CodeStep.js';
import { DemoRoles } from './DemoRoles.js';
import { EnrolmentForm } from './EnrolmentForm.js';
import { NewPasswordForm } from './NewPasswordForm.js';
import { PasswordStep } from './PasswordStep.js';
import { RecoveryCodes } from './RecoveryCodes.js';
import { SsoButton } from './SsoButton.js';
import { type SignInStep, stepOf } from './step-of.js';
import './sign-in.css';

interface SignInFlowProps {
  readonly answer: SignInState;
  /** The name of the person whose session ended; null if anybody may sign in. */
  readonly knownName?: string | null;
  /** Whether single sign-on opens its own window, so that this page stays as it is. */
  readonly ssoWindow?: boolean;
}

const texts: Readonly<Partial<Record<SignInStep, string>>> = {
  code: 'Two-step sign-in is on for this account.',
  'new-password': 'Choose your own password before you go on.',
  enrolment: 'Your role needs two-step sign-in: besides the password, a code from an app on your phone.',
};

/** All steps of a sign-in, one after another. */
export default function SignInFlow({ answer, knownName = null, ssoWindow = false }: SignInFlowProps) {
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  const step = stepOf(answer);
  if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onKept={() => void refreshSession()} />;
  return (
    <SpaceBetween size="m">
      {texts[step] && <p className="sign-in-text">{texts[step]}</p>}
      {step === 'password' && <FirstStep answer={answer} knownName={knownName} ssoWindow={ssoWindow} />}
      {step === 'code' && <CodeStep onAnswer={acceptAnswer} />}
      {step === 'new-password' && answer.session && <OwnPasswordStep session={answer.session} />}
      {step === 'enrolment' && <EnrolmentForm onEnrolled={setRecoveryCodes} />}
    </SpaceBetween>
  );
}

function FirstStep({ answer, knownName, ssoWindow }: Required<SignInFlowProps>) {
  const { password, oidc, demoRoles } = answer.offers;
  return (
    <SpaceBetween size="m">
      {password && <PasswordStep knownName={knownName} onAnswer={acceptAnswer} />}
      {password && oidc && <p className="sign-in-or">or</p>}
      {oidc && <SsoButton provider={oidc} isPrimary={!password} opensWindow={ssoWindow} />}
      {demoRoles.length > 0 && <DemoRoles roles={demoRoles} />}
    </SpaceBetween>
  );
}

/** After a one-time link there is no password to ask for. */
const OwnPasswordStep = ({ session }: { session: SignedInUser }) => (
  <NewPasswordForm
    name={session.name}
    asksCurrent={session.method === 'PASSWORD'}
    submitLabel="Save the password"
    change={changePassword}
    onDone={acceptAnswer}
  />
);
