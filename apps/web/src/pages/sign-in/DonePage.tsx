import { useEffect } from 'react';
import Link from '@cloudscape-design/components/link';
import type { SignInState } from '@earshot/domain';
import { isUsable } from '../../api/session/session-answer.js';
import { announceSignIn } from '../../api/session/session-store.js';
import SignInFlow from '../../sign-in/SignInFlow.js';
import { SignInFrame } from './SignInFrame.js';

/** `/sign-in/done`: the end of a single sign-on in its own window. The window that opened it goes on. */
export function DonePage({ answer }: { answer: SignInState }) {
  const isDone = isUsable(answer);
  useEffect(() => {
    if (!isDone) return;
    announceSignIn();
    window.close();
  }, [isDone]);
  return (
    <SignInFrame title={isDone ? 'You are signed in' : 'Sign in'}>
      {isDone ? (
        <p>
          Close this window and go on in the other one, or <Link href="/">go to the calls</Link>.
        </p>
      ) : (
        <SignInFlow answer={answer} />
      )}
    </SignInFrame>
  );
}
