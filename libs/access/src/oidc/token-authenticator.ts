import { DEFAULT_TENANT, hasExpired, type Principal } from '@earshot/domain';
import { Failure, type AccessRequest, type Authenticator, type Clock } from '@earshot/ports';
import { credentialOf } from '../credential.js';
import { unauthenticated } from '../unauthenticated.js';
import type { DisabledPeople, TokenPerson } from './disabled-people.js';
import { accountOf, externalIdOf } from './external-id.js';
import { isAccessTokenFor } from './is-access-token.js';
import { hasAllowedEmail, mapClaims, nameOf, provenPersonOf } from './map-claims.js';
import type { OidcSettings } from './oidc.config.js';
import type { OidcProvider } from './oidc-provider.js';
import { verifyToken, type VerifiedToken } from './verify-token.js';

/** No provider gives access tokens for longer than a day unless somebody asks it to. */
const MAX_TOKEN_AGE_S = 86_400;
/** Handshakes of sources must stay under half a second, also when a provider has changed its key. */
const WAIT_FOR_KEYS_MS = 300;

/** What a token stands for, besides what it gives. */
interface TokenOrigin {
  /** The id of the key that signed it. */
  readonly keyId: string | undefined;
  readonly person: TokenPerson;
}

/**
 * Authenticates by access tokens of the OpenID Connect provider. Every claim that gives a right is mapped by the settings. Nobody
 * whose account is disabled gets in, although accounts give nothing here.
 */
export class TokenAuthenticator implements Authenticator {
  private readonly origins = new WeakMap<Principal, TokenOrigin>();
  private readonly watchers = new Map<() => void, Principal>();

  constructor(
    private readonly settings: OidcSettings,
    private readonly provider: Pick<OidcProvider, 'keyFinder' | 'publishesKey'>,
    private readonly disabled: Pick<DisabledPeople, 'has'>,
    private readonly clock: Clock,
  ) {}

  /** Rejects with `UNAUTHENTICATED`, or with retryable `IDENTITY_PROVIDER_UNAVAILABLE` or `STORE_UNAVAILABLE`. */
  async authenticate(request: AccessRequest): Promise<Principal> {
    const token = await this.verify(credentialOf(request) ?? '').catch((error: unknown) => {
      // Anything else is a reason to refuse this token, which only its sender could use.
      throw error instanceof Failure ? error : unauthenticated();
    });
    const principal = this.principalOf(token.claims);
    const person = this.personOf(token.claims);
    if (this.disabled.has(person)) throw unauthenticated();
    this.origins.set(principal, { keyId: token.header.kid, person });
    return principal;
  }

  watch(principal: Principal, onEnd: () => void): () => void {
    if (!this.origins.has(principal)) throw new Error('Somebody else authenticated this principal.');
    // A function of its own, so that the same callback may watch twice.
    const watcher = (): void => onEnd();
    this.watchers.set(watcher, principal);
    return () => void this.watchers.delete(watcher);
  }

  /**
   * Tells the watchers of every token that has expired, whose key the provider has withdrawn, or whose person is disabled. Call it
   * every few seconds.
   */
  endWatched(): void {
    for (const [end, principal] of this.watchers) {
      if (this.isValid(principal)) continue;
      this.watchers.delete(end);
      end();
    }
  }

  private isValid(principal: Principal): boolean {
    const origin = this.origins.get(principal);
    if (origin === undefined || hasExpired(principal, this.clock.nowMs())) return false;
    return this.provider.publishesKey(origin.keyId) && !this.disabled.has(origin.person);
  }

  private async verify(text: string): Promise<VerifiedToken> {
    const { issuer, audiences } = this.settings;
    const token = await verifyToken(text, {
      issuer,
      findKey: this.provider.keyFinder(WAIT_FOR_KEYS_MS),
      nowMs: this.clock.nowMs(),
      maxAgeS: MAX_TOKEN_AGE_S,
      requiredClaims: ['sub', 'exp'],
    });
    if (!isAccessTokenFor(audiences, token)) throw unauthenticated();
    return token;
  }

  private personOf(claims: VerifiedToken['claims']): TokenPerson {
    const { issuer, rules } = this.settings;
    return { externalId: externalIdOf(issuer, claims.sub ?? ''), ...provenPersonOf(claims, rules) };
  }

  private principalOf(claims: VerifiedToken['claims']): Principal {
    const { issuer, rules } = this.settings;
    const { sub = '', exp = 0, iat = 0, client_id: client } = claims;
    // A program that asks with credentials of its own is the subject of its token.
    const kind = sub === client ? 'SERVICE' : 'USER';
    if (typeof sub !== 'string' || sub === '' || (kind === 'USER' && !hasAllowedEmail(claims, rules)))
      throw unauthenticated();
    return {
      key: `user:${accountOf(externalIdOf(issuer, sub))}`,
      tenant: DEFAULT_TENANT,
      subject: nameOf(claims, sub.slice(0, 128)),
      kind,
      ...mapClaims(claims, rules),
      expiresAtMs: Math.min(exp, iat + MAX_TOKEN_AGE_S) * 1_000,
    };
  }
}
