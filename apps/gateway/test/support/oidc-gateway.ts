import type { SingleSignOn } from '@earshot/access';
import { DEFAULT_TENANT } from '@earshot/domain';
import type { User, UserSession } from '@earshot/ports';
import type { PostgresStores } from '@earshot/postgres';
import type { TestProvider } from '@earshot/testing/oidc-provider';
import { SignInServer } from '../../src/sign-in/sign-in-server.js';
import { PeopleGateway } from './people-gateway.js';

const CLIENT = 'earshot';
const SECRET = 'the secret of Earshot at the provider of a test';
const REFRESH_MS = 2_000;
/** The keys of a provider are read no more often. */
const READ_KEYS_MS = 10_000;

/** A gateway on which people of a provider sign in. */
export class OidcGateway {
  private constructor(
    private readonly at: PeopleGateway,
    private readonly singleSignOn: SingleSignOn,
    private readonly issuer: string,
  ) {}

  static async start(
    stores: PostgresStores,
    provider: TestProvider,
    env: Record<string, string> = {},
  ): Promise<OidcGateway> {
    const secret = env['EARSHOT_OIDC_CLIENT_SECRET'] ?? SECRET;
    const { EARSHOT_OIDC_CLIENT_SECRET: _secret, ...others } = env;
    const gateway = await OidcGateway.startWith(stores, provider.url, {
      ...(secret !== '' && { EARSHOT_OIDC_CLIENT_SECRET: secret }),
      ...others,
    });
    const origin = `http://127.0.0.1:${gateway.gateway.port}`;
    await provider.register({ clientId: CLIENT, origin, ...(secret !== '' && { clientSecret: secret }) });
    await gateway.readProvider();
    return gateway;
  }

  /** A gateway with a provider that is there already, or is no real one. */
  static async startWith(
    stores: PostgresStores,
    issuer: string,
    env: Record<string, string> = {},
  ): Promise<OidcGateway> {
    const at = await PeopleGateway.start(stores, {
      oidc: {
        EARSHOT_OIDC_ISSUER: issuer,
        EARSHOT_OIDC_CLIENT_ID: CLIENT,
        EARSHOT_OIDC_ROLES: 'quality=supervisor,agents=agent,it=admin',
        EARSHOT_OIDC_TEAMS_CLAIM: 'team',
        EARSHOT_OIDC_AGENT_CLAIM: 'agent',
        ...env,
      },
    });
    if (at.singleSignOn === null) throw new Error('There is no single sign-on.');
    const gateway = new OidcGateway(at, at.singleSignOn, issuer);
    await gateway.readProvider();
    return gateway;
  }

  get gateway(): PeopleGateway['gateway'] {
    return this.at.gateway;
  }
  get clock(): PeopleGateway['clock'] {
    return this.at.clock;
  }
  get logger(): PeopleGateway['logger'] {
    return this.at.logger;
  }
  get people(): PeopleGateway['people'] {
    return this.at.people;
  }
  get keys(): PeopleGateway['keys'] {
    return this.at.keys;
  }
  stop(): Promise<void> {
    return this.at.stop();
  }
  recorded(): string[] {
    return this.at.recorded();
  }

  /** Reads what the provider publishes. */
  async readProvider(): Promise<void> {
    const { provider } = this.singleSignOn;
    // The gateway may be reading it already, and time must not run out for that.
    await provider.refreshWhenDue();
    await this.clock.advance(READ_KEYS_MS);
    await provider.refreshWhenDue();
  }

  /** Waits until the gateway has read the sessions anew. */
  async refresh(): Promise<void> {
    await this.clock.advance(REFRESH_MS);
    await this.people.authenticator.refresh();
  }

  /** Waits until the gateway has read who is disabled. It must take access tokens. */
  async refreshDisabled(): Promise<void> {
    await this.at.authentication?.refresh();
  }

  /** Asks the provider again for whom that is due, and waits for it. */
  renewSessions(): Promise<void> {
    return this.gateway.app.get(SignInServer, { strict: false }).renewSessions();
  }

  findUser(subject: string): Promise<User | null> {
    const externalId = JSON.stringify([this.issuer, subject]);
    return this.people.stores.users.findByExternalId(DEFAULT_TENANT, externalId);
  }

  /** Begins a session as if the provider had led somebody back. */
  async startSession(subject: string, sid: string | null): Promise<UserSession> {
    const claims = { sub: subject, name: subject, preferred_username: subject, groups: ['quality'], team: ['north'] };
    const tokens = { refreshToken: null, idToken: null };
    const identity = { subject, claims, sid: sid && `${subject} ${sid}`, tokens, expiresInS: undefined };
    const place = { address: '192.0.2.7', userAgent: '' };
    return (await this.singleSignOn.sessions.start(identity, place)).issued.session;
  }

  async isOpen({ id }: UserSession): Promise<boolean> {
    return (await this.people.stores.sessions.findOpen([id], this.clock.nowMs())).length > 0;
  }
}
