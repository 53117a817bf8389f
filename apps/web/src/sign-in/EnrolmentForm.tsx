import { type ReactNode, useEffect, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import { type AuthResult, type TotpEnrolment, confirmEnrolment, startEnrolment } from '../api/session/auth-requests.js';
import { StepForm } from './StepForm.js';
import { TextField } from './TextField.js';
import { describeRefusal } from './describe-refusal.js';
import { useAttempt } from './use-attempt.js';
import './sign-in.css';

/** Asks the server for a new secret, once. */
function useEnrolment(): AuthResult<TotpEnrolment> | null {
  const [enrolment, setEnrolment] = useState<AuthResult<TotpEnrolment> | null>(null);
  useEffect(() => {
    let isShown = true;
    void startEnrolment().then((result) => isShown && setEnrolment(result));
    return () => {
      isShown = false;
    };
  }, []);
  return enrolment;
}

/** In groups of four, which are easier to type. */
const groupSecret = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

/** The picture as an image: an SVG inside the page could hold more than a picture. */
const toImageUrl = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;

interface EnrolmentFormProps {
  readonly onEnrolled: (recoveryCodes: readonly string[]) => void;
  /** What stands beside the button. */
  readonly more?: ReactNode;
}

/** Sets up two-step sign-in: shows the secret, and asks for a first code that proves that the app has it. */
export function EnrolmentForm({ onEnrolled, more }: EnrolmentFormProps) {
  const enrolment = useEnrolment();
  const [code, setCode] = useState('');
  const attempt = useAttempt<{ readonly recoveryCodes: readonly string[] }>(({ recoveryCodes }) =>
    onEnrolled(recoveryCodes),
  );
  if (enrolment === null) return <p role="status">Loading…</p>;
  if (!enrolment.ok) return <Alert type="error">{describeRefusal(enrolment)}</Alert>;
  const { qrSvg, secret } = enrolment.body;
  return (
    <StepForm
      attempt={attempt}
      submitLabel="Turn on"
      onSubmit={() => attempt.send(() => confirmEnrolment(code.trim()))}
      more={more}
    >
      <p className="sign-in-text">
        Scan this picture with an authenticator app, or type the key into the app. Then enter the code that the app
        shows.
      </p>
      <div className="enrolment">
        <img className="enrolment-picture" src={toImageUrl(qrSvg)} alt="The key as a QR code" />
        <p className="sign-in-text">
          Key: <code className="enrolment-key">{groupSecret(secret)}</code>
        </p>
      </div>
      <TextField
        label="Code"
        description="Six digits from the app."
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        inputMode="numeric"
      />
    </StepForm>
  );
}
