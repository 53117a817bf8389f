import type { SingleSignOn } from '@earshot/access';
import { DEFAULT_TENANT } from '@earshot/domain';
import type { User } from '@earshot/ports';
import type { PostgresStores } from '@earshot/postgres';
import type { TestProvider } from '@earshot/testing/oidc-provider';
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
    private readonly provider: TestProvider,
  ) {}

  static async start(
    stores: PostgresStores,
    provider: TestProvider,
    env: Record<string, string> = {},
  ): Promise<OidcGateway> {
    const secret = env['EARSHOT_OIDC_CLIENT_SECRET'] ?? SECRET;
    const { EARSHOT_OIDC_CLIENT_SECRET: _secret, ...others } = env;
    const at = await PeopleGateway.start(stores, {
      oidc: {
        EARSHOT_OIDC_ISSUER: provider.url,
        EARSHOT_OIDC_CLIENT_ID: CLIENT,
        EARSHOT_OIDC_ROLES: 'quality=supervisor,agents=agent,it=admin',
        EARSHOT_OIDC_TEAMS_CLAIM: 'team',
        EARSHOT_OIDC_AGENT_CLAIM: 'agent',
        ...(secret !== '' && { EARSHOT_OIDC_CLIENT_SECRET: secret }),
        ...others,
      },
    });
    if (at.singleSignOn === null) throw new Error('There is no single sign-on.');
    const gateway = new OidcGateway(at, at.singleSignOn, provider);
    const origin = `http://127.0.0.1:${at.gateway.port}`;
    await provider.register({ clientId: CLIENT, origin, ...(secret !== '' && { clientSecret: secret }) });
    await gateway.readProvider();
    return gateway;
  }

  get gateway(): PeopleGateway['gateway'] {
    return this.at.gateway;
  }
  get clock(): PeopleGateway['clock'] {
    return this.at.clock;
  }
  get people(): PeopleGateway['people'] {
    return this.at.people;
  }
  recorded(): string[] {
    return this.at.recorded();
  }

  /** Reads what the provider publishes. */
  async readProvider(): Promise<void> {
    await this.clock.advance(READ_KEYS_MS);
    await this.singleSignOn.provider.refreshWhenDue();
  }

  /** Waits until the gateway has read the sessions anew. */
  async refresh(): Promise<void> {
    await this.clock.advance(REFRESH_MS);
    await this.people.authenticator.refresh();
  }

  findUser(subject: string): Promise<User | null> {
    const externalId = JSON.stringify([this.provider.url, subject]);
    return this.people.stores.users.findByExternalId(DEFAULT_TENANT, externalId);
  }
}
