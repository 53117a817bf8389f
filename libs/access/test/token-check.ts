import { CapturingLogger, InMemoryDisabledPeople, ManualClock, TestIssuer, type IssuerKey } from '@earshot/testing';
import type { Principal } from '@earshot/domain';
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { DisabledPeople, oidcConfigSchema, OidcProvider, oidcSettings, TokenAuthenticator } from '../src/index.js';

export const UNAUTHENTICATED = expect.objectContaining({ code: 'UNAUTHENTICATED', retryable: false });
export const UNAVAILABLE = expect.objectContaining({ code: 'IDENTITY_PROVIDER_UNAVAILABLE', retryable: true });
export const AUDIENCE = 'https://earshot.example.org';

/** A provider that issues tokens, and what checks them. Its clock moves when a test moves it. */
export class TokenCheck {
  clock!: ManualClock;
  issuer!: TestIssuer;
  key!: IssuerKey;
  provider!: OidcProvider;
  logger!: CapturingLogger;
  store!: InMemoryDisabledPeople;
  disabled!: DisabledPeople;
  tokens!: TokenAuthenticator;

  async open(): Promise<void> {
    this.clock = new ManualClock();
    ({ issuer: this.issuer, key: this.key } = await TestIssuer.open());
    this.useSettings();
    await this.readAll();
  }

  /** Checks from now on with these settings. Nothing has been read from the provider yet. */
  readonly useSettings = (env: Record<string, string> = {}): void => {
    const settings = oidcSettings(
      oidcConfigSchema.parse({
        EARSHOT_OIDC_ISSUER: this.issuer.url,
        EARSHOT_OIDC_CLIENT_ID: 'page',
        EARSHOT_OIDC_AUDIENCE: AUDIENCE,
        EARSHOT_OIDC_ROLES: 'quality=supervisor, it=admin',
        ...env,
      }),
    );
    this.logger = new CapturingLogger();
    this.provider = new OidcProvider(settings, { clock: this.clock, logger: this.logger });
    this.store = new InMemoryDisabledPeople();
    this.disabled = new DisabledPeople(this.store);
    this.tokens = new TokenAuthenticator(settings, this.provider, this.disabled, this.clock);
  };

  readonly readAll = async (): Promise<void> => {
    await this.provider.refreshWhenDue();
    await this.disabled.refresh();
  };

  readonly nowS = (): number => Math.floor(this.clock.nowMs() / 1_000);

  readonly claims = (changes: JWTPayload = {}): JWTPayload => ({
    sub: 'mia',
    aud: AUDIENCE,
    client_id: 'dialler',
    groups: ['quality'],
    iat: this.nowS(),
    exp: this.nowS() + 300,
    ...changes,
  });

  readonly sign = (changes?: JWTPayload, header?: Record<string, unknown>): Promise<string> =>
    this.issuer.sign(this.claims(changes), this.key, header);

  readonly authenticate = (token: string): Promise<Principal> =>
    this.tokens.authenticate({ headers: { authorization: `Bearer ${token}` } });
}

/** Gives each test of a `describe` a provider of its own. */
export function tokenCheckPerTest(): TokenCheck {
  const check = new TokenCheck();
  beforeEach(() => check.open());
  afterEach(() => check.issuer.goAway());
  return check;
}
