import { useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SignInState, SignedInUser } from '@earshot/domain';
import { changePassword, signOutEverywhere } from '../../api/session/auth-requests.js';
import { roleMeanings, roleNames } from '../../api/session/role-names.js';
import { nameOf } from '../../api/session/session-answer.js';
import { acceptAnswer, leave, useShownAnswer } from '../../api/session/session-store.js';
import { NewPasswordForm } from '../../sign-in/NewPasswordForm.js';
import { TwoStepPanel } from './TwoStepPanel.js';
import './account-page.css';

/** The account of the person who is signed in: `/account`. */
export default function AccountPage() {
  const session = useShownAnswer()?.session;
  return (
    <div className="page account-page">
      <h1>Account</h1>
      {session ? (
        <SpaceBetween size="l">
          <PersonPanel session={session} />
          {session.method !== 'OIDC' && !session.isDemo && <OwnSecrets session={session} />}
          <SessionsPanel />
        </SpaceBetween>
      ) : (
        <p>This Earshot has no sign-in, so nobody has an account. Everybody who reaches it may do everything.</p>
      )}
    </div>
  );
}

const orNone = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'None');

function PersonPanel({ session }: { session: SignedInUser }) {
  const { name, roles, agentId, teams, queues } = session;
  const items = [
    { label: 'Name', value: nameOf(session) },
    { label: 'Signs in as', value: name },
    { label: 'Agent', value: agentId ?? 'None' },
    { label: 'Teams', value: orNone(teams) },
    { label: 'Queues', value: orNone(queues) },
  ];
  return (
    <Container header={<Header variant="h2">You</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs columns={3} items={items} />
        <dl className="account-roles">
          {roles.map((role) => (
            <div key={role}>
              <dt>{roleNames[role]}</dt>
              <dd>{roleMeanings[role]}</dd>
            </div>
          ))}
        </dl>
      </SpaceBetween>
    </Container>
  );
}

/** What identity providers keep for their people, and Earshot for its own. */
const OwnSecrets = ({ session }: { session: SignedInUser }) => (
  <SpaceBetween size="l">
    <PasswordPanel name={session.name} />
    <TwoStepPanel isOn={session.hasTotp} />
  </SpaceBetween>
);

function PasswordPanel({ name }: { name: string }) {
  const [isChanged, setChanged] = useState(false);
  const noteChange = (answer: SignInState): void => {
    acceptAnswer(answer);
    setChanged(true);
  };
  return (
    <Container header={<Header variant="h2">Password</Header>}>
      <div role="status" className="step-problem">
        {isChanged && <Alert type="success">The password is changed. Your other sessions have ended.</Alert>}
      </div>
      <NewPasswordForm
        name={name}
        asksCurrent
        submitLabel="Change the password"
        change={changePassword}
        onDone={noteChange}
      />
    </Container>
  );
}

function SessionsPanel() {
  const [hasFailed, setFailed] = useState(false);
  const end = async (ending: Promise<{ readonly ok: boolean }>): Promise<void> => setFailed(!(await ending).ok);
  return (
    <Container header={<Header variant="h2">Sessions</Header>}>
      <SpaceBetween size="m">
        {hasFailed && <Alert type="error">Could not sign out: the server cannot be reached. Try again.</Alert>}
        <p className="sign-in-text">
          Signing out everywhere also ends your sessions in other browsers and on other computers.
        </p>
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={() => void end(leave())}>Sign out</Button>
          <Button onClick={() => void end(leave(signOutEverywhere))}>Sign out everywhere</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
