import { useEffect, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SignInState } from '@earshot/domain';
import { startDemoAs } from '../../api/session/auth-requests.js';
import { isUsable } from '../../api/session/session-answer.js';
import { acceptAnswer, leave } from '../../api/session/session-store.js';
import SignInFlow from '../../sign-in/SignInFlow.js';
import { askedPath } from '../../sign-in/asked-path.js';
import { stepOf, type SignInStep } from '../../sign-in/step-of.js';
import { PageSkeleton } from '../../ui/PageSkeleton.js';
import { navigate } from '../../ui/location.js';
import { SignInFrame } from './SignInFrame.js';
import { findProblem } from './sign-in-problem.js';

const titles: Readonly<Record<SignInStep, string>> = {
  password: 'Sign in',
  code: 'Enter your code',
  'new-password': 'Choose a password',
  enrolment: 'Set up two-step sign-in',
  done: 'Signed in',
};

/** The sign-in: `/sign-in`, and in place of every page that needs it. */
export function SignInPage({ answer, hasLeft }: { answer: SignInState; hasLeft: boolean }) {
  const isDone = isUsable(answer);
  const isOpening = useDemo(answer, hasLeft);
  useEffect(() => {
    if (isDone) navigate(askedPath(window.location), { replace: true });
  }, [isDone]);
  if (isOpening) return <PageSkeleton />;
  const problem = findProblem(window.location.search);
  return (
    <SignInFrame title={titles[stepOf(answer)]}>
      <SpaceBetween size="m">
        {problem !== null && answer.session === null && <Alert type="error">{problem}</Alert>}
        {answer.needsFirstAdmin && <FirstAdminHint />}
        <SignInFlow answer={answer} />
        {answer.session !== null && !isDone && (
          <Button variant="inline-link" onClick={() => void leave()}>
            Start again
          </Button>
        )}
      </SpaceBetween>
    </SignInFrame>
  );
}

/** Opens the demo signed in, and says whether it still does. Who signed out of the demo chooses how to come back. */
function useDemo({ session, offers }: SignInState, hasLeft: boolean): boolean {
  const [hasFailed, setFailed] = useState(false);
  const opens = offers.demoRoles.includes('SUPERVISOR') && session === null && !hasLeft;
  useEffect(() => {
    if (opens)
      void startDemoAs('SUPERVISOR').then((result) => (result.ok ? acceptAnswer(result.body) : setFailed(true)));
  }, [opens]);
  return opens && !hasFailed;
}

const FirstAdminHint = () => (
  <Alert type="info" header="Nobody can sign in yet">
    Earshot printed a link for the first administrator when it started. Open that link. If it is lost, run{' '}
    <code>npm run access -- first-admin</code> on the server for a new one.
  </Alert>
);
