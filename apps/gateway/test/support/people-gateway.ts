import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPeople,
  createSingleSignOn,
  KeyAuthenticator,
  KeyDirectory,
  oidcSettings,
  SessionCookie,
  singleSignOnConfigSchema,
  singleSignOnSettings,
  type AccountGrant,
  type People,
  type PeopleStores,
  type SessionRules,
  type SingleSignOn,
} from '@earshot/access';
import { parseEvent, type AuditedAccess } from '@earshot/contracts';
import { DEFAULT_TENANT, type SignInState } from '@earshot/domain';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import type { User } from '@earshot/ports';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger, ManualClock, TestSealer } from '@earshot/testing';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { WebSocket } from 'ws';
import { ObservedAuthentication } from './observed-authentication.js';
import { RunningGateway, type RawAnswer } from './running-gateway.js';

const HOUR_MS = 3_600_000;
export const PASSWORD = 'marble-otter-quilt-9';

interface PeopleDatabase {
  readonly stores: PostgresStores;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL for the gateways of one test file. Each test finds nobody in it. */
export function peopleDatabasePerFile(): Pick<PeopleDatabase, 'stores'> {
  let database: PeopleDatabase;
  beforeAll(async () => {
    database = await startPeopleDatabase();
  });
  beforeEach(() => database.clear());
  afterAll(() => database.stop());
  return {
    get stores() {
      return database.stores;
    },
  };
}

async function startPeopleDatabase(): Promise<PeopleDatabase> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-people-'));
  await copyTestCluster(home);
  const logger = new CapturingLogger();
  const postgres = await startEmbeddedPostgres({ dataDir: home, logger });
  const stores = openPostgres({ url: postgres.url, poolSize: 8, logger });
  await stores.migrate();
  return {
    stores,
    async clear() {
      const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      await client.query(
        'truncate users, sessions, sign_in_tickets, sign_in_attempts, used_logout_tokens, provisioned_users, provisioned_groups, provisioned_members',
      );
      await client.end();
    },
    async stop() {
      await stores.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A gateway on which people sign in. Its clock moves when a test moves it. */
export class PeopleGateway {
  private constructor(
    readonly gateway: RunningGateway,
    readonly people: People,
    readonly clock: ManualClock,
    readonly keys: PostgresStores['accessKeys'],
    readonly singleSignOn: SingleSignOn | null,
    /** Null if it takes no access tokens. */
    readonly authentication: ObservedAuthentication | null,
    readonly logger: CapturingLogger,
  ) {}

  static async start(
    stores: PostgresStores,
    { rules = {}, withTls = false, people: replaced = {}, oidc, env: settings = {} }: StartOptions = {},
  ): Promise<PeopleGateway> {
    const clock = new ManualClock(Date.now());
    const logger = new CapturingLogger();
    const sealer = new TestSealer();
    const people = createPeople({
      stores: { ...stores, ...replaced },
      sealer,
      rules: { lifetimeMs: 12 * HOUR_MS, idleLimitMs: HOUR_MS, totpRoles: [], allowsDemo: false, ...rules },
      cookie: new SessionCookie(withTls),
      breached: null,
      clock,
      logger,
    });
    const takesTokens = oidc?.['EARSHOT_OIDC_AUDIENCE'] !== undefined;
    const { authenticator, authentication } = takesTokens
      ? await ObservedAuthentication.open(oidc, stores, { clock, logger })
      : {
          authenticator: new KeyAuthenticator(new KeyDirectory(stores.accessKeys, clock, logger)),
          authentication: null,
        };
    const singleSignOn = oidc === undefined ? null : makeSingleSignOn(oidc, { people, sealer, clock, logger });
    const auth = { EARSHOT_AUTH: oidc === undefined ? 'local' : 'oidc', ...oidc };
    const env = { ...auth, EARSHOT_TRUSTED_PROXIES: '127.0.0.1', ...settings };
    const gateway = await RunningGateway.start(env, clock, authenticator, { people, singleSignOn });
    return new PeopleGateway(gateway, people, clock, stores.accessKeys, singleSignOn, authentication, logger);
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.authentication?.stop();
  }

  /** A person who has the password `PASSWORD`, and need not change it. */
  async addPerson(name: string, over: Partial<AccountGrant> = {}): Promise<User> {
    const grant: AccountGrant = { tenant: DEFAULT_TENANT, name, roles: ['SUPERVISOR'], ...over };
    const { id } = await this.people.accounts.createWithPassword(grant, PASSWORD);
    const { users } = this.people.stores;
    const hash = (await users.findCredentials(id))?.passwordHash ?? null;
    await users.setPassword(id, hash, false);
    return (await users.find(DEFAULT_TENANT, id)) as User;
  }

  browser(address = '192.0.2.7'): Browser {
    return new Browser(this.gateway, address);
  }

  /** What the audit has, as action, subject and details. */
  recorded(): string[] {
    return this.gateway.bus.published.flatMap(({ topic, value }) => {
      const event = parseEvent(value);
      if (topic !== 'calls.audit-trail' || !event.ok || event.value.type !== 'access.recorded') return [];
      return event.value.data.accesses.map(formatAccess);
    });
  }
}

interface StartOptions {
  readonly rules?: Partial<SessionRules>;
  readonly withTls?: boolean;
  readonly people?: Partial<PeopleStores>;
  /** The settings of a provider whose people sign in. */
  readonly oidc?: Record<string, string>;
  /** Other settings. */
  readonly env?: Record<string, string>;
}

function makeSingleSignOn(
  env: Record<string, string>,
  tools: Omit<Parameters<typeof createSingleSignOn>[0], 'oidc' | 'settings'>,
): SingleSignOn {
  const config = singleSignOnConfigSchema.parse(env);
  const oidc = oidcSettings(config);
  return createSingleSignOn({ oidc, settings: singleSignOnSettings(config, oidc.issuer), ...tools });
}

const formatAccess = ({ action, subject, details }: AuditedAccess): string => [action, subject, ...details].join(' ');

/** A browser with one cookie, as the page of the gateway uses it. */
export class Browser {
  cookie: string | null = null;

  constructor(
    private readonly gateway: RunningGateway,
    private readonly address: string,
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.gateway.port}`;
  }

  headers(): Record<string, string> {
    return {
      host: `127.0.0.1:${this.gateway.port}`,
      origin: this.origin,
      'x-forwarded-for': this.address,
      ...(this.cookie !== null && { cookie: this.cookie }),
    };
  }

  async post(path: string, body: unknown = {}, over: Record<string, string> = {}): Promise<RawAnswer> {
    const headers = { ...this.headers(), 'content-type': 'application/json', ...over };
    const answer = await this.gateway.http(path, { method: 'POST', headers, body: asText(body) });
    const [set] = answer.headers['set-cookie'] ?? [];
    if (set !== undefined) this.cookie = /Max-Age=0/.test(set) ? null : (set.split(';', 1)[0] ?? null);
    return answer;
  }

  /** The state after a POST, or the code of its refusal. */
  async do(path: string, body: unknown = {}): Promise<SignInState | string> {
    const answer = await this.post(path, body);
    const parsed = JSON.parse(answer.body.toString()) as SignInState & { code?: string };
    return parsed.code ?? parsed;
  }

  /** The level of the session after a POST, or the code of its refusal. */
  async levelAfter(path: string, body: unknown = {}): Promise<string | null> {
    const state = await this.do(path, body);
    return typeof state === 'string' ? state : (state.session?.level ?? null);
  }

  signIn(name: string, password = PASSWORD): Promise<string | null> {
    return this.levelAfter('/auth/sign-in', { name, password });
  }

  async state(): Promise<SignInState> {
    const { body } = await this.gateway.http('/auth/session', { headers: this.headers() });
    return JSON.parse(body.toString()) as SignInState;
  }

  /** The status of a GraphQL query. */
  async query(): Promise<number> {
    const headers = { ...this.headers(), 'content-type': 'application/json' };
    const body = JSON.stringify({ query: '{ calls(first: 1) { pageInfo { hasNextPage } } }' });
    return (await this.gateway.http('/graphql', { method: 'POST', headers, body })).status;
  }

  socket(headers = this.headers()): WebSocket {
    return this.gateway.socket(headers);
  }
}

const asText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));
