import { useState } from 'react';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { redeemTicket } from '../../api/session/auth-requests.js';
import { acceptAnswer } from '../../api/session/session-store.js';
import { NewPasswordForm } from '../../sign-in/NewPasswordForm.js';
import { TextField } from '../../sign-in/TextField.js';
import { navigate } from '../../ui/location.js';
import { SignInFrame } from './SignInFrame.js';
import { takeTicket } from './take-ticket.js';

/** `/sign-in/first#TICKET`: makes the account of the first administrator. */
export function FirstAdminPage() {
  const [ticket] = useState(takeTicket);
  const [name, setName] = useState('');
  return (
    <SignInFrame title="Make the first account">
      <SpaceBetween size="m">
        <p className="sign-in-text">This account may do everything. Give other people their own accounts afterwards.</p>
        <TextField
          label="Name"
          description="An e-mail address or a short name. You sign in with it."
          value={name}
          onChange={setName}
          autoComplete="username"
          autoFocus
        />
        <NewPasswordForm
          name={name}
          asksCurrent={false}
          submitLabel="Make the account"
          change={(_, password) => redeemTicket(ticket, { name, password })}
          onDone={(answer) => {
            navigate('/', { replace: true });
            acceptAnswer(answer);
          }}
        />
      </SpaceBetween>
    </SignInFrame>
  );
}
