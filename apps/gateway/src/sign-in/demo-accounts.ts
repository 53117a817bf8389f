import { newUser } from '@earshot/access';
import { DEFAULT_TENANT, type Role } from '@earshot/domain';
import { Failure, type Clock, type User, type UserStore } from '@earshot/ports';

/** The agent of the sample calls. */
const DEMO_AGENT = 'maria.lopez';

/** The account with which a visitor of the demo looks as this role. The first visitor makes it. */
export async function findDemoAccount(
  role: Role,
  users: Pick<UserStore, 'add' | 'findByName'>,
  clock: Pick<Clock, 'nowMs'>,
): Promise<User> {
  const name = `demo-${role.toLowerCase()}`;
  const known = await users.findByName(DEFAULT_TENANT, name);
  if (known !== null) return requireDemo(known);
  const displayName = `Demo ${role.toLowerCase()}`;
  const agentId = role === 'AGENT' ? DEMO_AGENT : null;
  const grant = { tenant: DEFAULT_TENANT, name, displayName, roles: [role], agentId, origin: 'DEMO' } as const;
  await users.add(newUser(grant, { passwordHash: null, nowMs: clock.nowMs() })).catch(ignoreTaken);
  const added = await users.findByName(DEFAULT_TENANT, name);
  return requireDemo(added);
}

/** Another visitor may have made it meanwhile. */
function ignoreTaken(error: unknown): void {
  if (!(error instanceof Failure) || error.code !== 'NAME_TAKEN') throw error;
}

function requireDemo(user: User | null): User {
  if (user?.origin === 'DEMO') return user;
  throw new Failure('FORBIDDEN', 'A person has the name of this account of the demo.');
}
