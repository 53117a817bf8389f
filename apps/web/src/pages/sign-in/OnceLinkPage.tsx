import { useEffect, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import { type AuthRefusal, redeemTicket } from '../../api/session/auth-requests.js';
import { acceptAnswer } from '../../api/session/session-store.js';
import { describeRefusal } from '../../sign-in/describe-refusal.js';
import { navigate } from '../../ui/location.js';
import { SignInFrame } from './SignInFrame.js';
import { takeTicket } from './take-ticket.js';

/** `/sign-in/once#TICKET`: signs in with a one-time link. */
export function OnceLinkPage() {
  const [ticket] = useState(takeTicket);
  const [refusal, setRefusal] = useState<Pick<AuthRefusal, 'code' | 'message'> | null>(null);
  useEffect(() => {
    void redeemTicket(ticket).then((result) => {
      if (!result.ok) return setRefusal(result);
      navigate('/', { replace: true });
      acceptAnswer(result.body);
    });
  }, [ticket]);
  return (
    <SignInFrame title="Signing in">
      {refusal === null ? (
        <p role="status">Checking the link…</p>
      ) : (
        <>
          <Alert type="error">{describeRefusal(refusal)}</Alert>
          <p>
            <Link href="/">Go to Earshot</Link>
          </p>
        </>
      )}
    </SignInFrame>
  );
}
