import { principalOfUser, type People } from '@earshot/access';
import { DEFAULT_TENANT, may, rights, roles, type SignedInUser, type SignInState } from '@earshot/domain';
import type { Clock, UserSession } from '@earshot/ports';

/** Whether there is no admin yet is asked so often at most. */
const ASK_FOR_ADMIN_EVERY_MS = 2_000;

export interface SignInOffers {
  readonly auth: SignInState['auth'];
  readonly oidc: SignInState['offers']['oidc'];
}

/** Says who is signed in, and how somebody can. */
export class SignInStates {
  private hasAdmin = false;
  private askedAtMs = -Infinity;

  /** `people`: null where nobody signs in. */
  constructor(
    private readonly people: People | null,
    private readonly offers: SignInOffers,
    private readonly clock: Clock,
  ) {}

  async describe(session: UserSession | null): Promise<SignInState> {
    const { people, offers } = this;
    return {
      auth: offers.auth,
      session: session === null || people === null ? null : describeSession(session, people),
      offers: {
        password: offers.auth === 'local',
        oidc: offers.oidc,
        demoRoles: people?.rules.allowsDemo === true ? roles : [],
      },
      needsFirstAdmin: people !== null && offers.auth === 'local' && !(await this.findAdmin(people)),
    };
  }

  /** The last administrator cannot be removed, so one that was found stays. Without the database, nobody is asked to make one. */
  private async findAdmin({ stores, rules }: People): Promise<boolean> {
    const nowMs = this.clock.nowMs();
    if (this.hasAdmin || rules.allowsDemo) return true;
    if (nowMs - this.askedAtMs >= ASK_FOR_ADMIN_EVERY_MS) {
      this.hasAdmin = await stores.users.hasAdmin(DEFAULT_TENANT).catch(() => true);
      this.askedAtMs = nowMs;
    }
    return this.hasAdmin;
  }
}

function describeSession(session: UserSession, { authenticator, rules }: People): SignedInUser {
  const { user, expiresAtMs, method } = session;
  const principal = principalOfUser(user, expiresAtMs);
  return {
    userId: user.id,
    name: user.name,
    displayName: user.displayName,
    roles: user.roles,
    rights: rights.filter((right) => may(principal, right)),
    agentId: user.agentId,
    teams: user.teams,
    queues: user.queues,
    hasTotp: user.hasTotp,
    level: authenticator.levelOf(session),
    method,
    expiresAtMs,
    idleLimitMs: rules.idleLimitMs,
    isDemo: user.origin === 'DEMO',
  };
}
