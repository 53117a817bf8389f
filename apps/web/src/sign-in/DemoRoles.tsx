import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Role, SignInState } from '@earshot/domain';
import { startDemoAs } from '../api/session/auth-requests.js';
import { roleNames } from '../api/session/role-names.js';
import { acceptAnswer } from '../api/session/session-store.js';
import { useAttempt } from './use-attempt.js';

/** Signs in to the demo, where nobody needs a password. */
export function DemoRoles({ roles }: { roles: readonly Role[] }) {
  const attempt = useAttempt<SignInState>(acceptAnswer);
  return (
    <section aria-labelledby="demo-roles">
      <h2 id="demo-roles">Demo: look as</h2>
      <SpaceBetween size="xs" direction="horizontal">
        {roles.map((role) => (
          <Button key={role} onClick={() => attempt.send(() => startDemoAs(role))}>
            {roleNames[role]}
          </Button>
        ))}
      </SpaceBetween>
    </section>
  );
}
