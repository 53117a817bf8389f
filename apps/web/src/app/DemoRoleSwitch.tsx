import type { Role, SignedInUser } from '@earshot/domain';
import { startDemoAs } from '../api/session/auth-requests.js';
import { roleNames } from '../api/session/role-names.js';
import { acceptAnswer } from '../api/session/session-store.js';

/** Shows the demo as somebody with another role sees it. The page is loaded anew, because the role sees other things. */
export function DemoRoleSwitch({ session, roles }: { session: SignedInUser; roles: readonly Role[] }) {
  const lookAs = async (role: Role | undefined): Promise<void> => {
    const result = role && (await startDemoAs(role));
    if (result?.ok) acceptAnswer(result.body);
  };
  return (
    <label className="demo-role">
      <span className="demo-role-label">Demo: look as</span>
      <select
        className="demo-role-choice"
        value={session.roles[0]}
        onChange={({ target }) => void lookAs(roles.find((role) => role === target.value))}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {roleNames[role].toLowerCase()}
          </option>
        ))}
      </select>
    </label>
  );
}
