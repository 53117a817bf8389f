import { DEFAULT_TENANT, hasExpired, type Principal } from '@earshot/domain';
import { Failure, type AccessRequest, type Authenticator, type Clock } from '@earshot/ports';
import { credentialOf } from '../credential.js';
import { unauthenticated } from '../unauthenticated.js';
import { accountOf, externalIdOf } from './external-id.js';
import { isAccessTokenFor } from './is-access-token.js';
import { hasAllowedEmail, mapClaims, nameOf } from './map-claims.js';
import type { OidcSettings } from './oidc.config.js';
import type { OidcProvider } from './oidc-provider.js';
import { verifyToken, type VerifiedToken } from './verify-token.js';

/** No provider gives access tokens for longer than a day unless somebody asks it to. */
const MAX_TOKEN_AGE_S = 86_400;
/** Handshakes of sources must stay under half a second, also when a provider has changed its key. */
const WAIT_FOR_KEYS_MS = 300;

/** Authenticates by access tokens of the OpenID Connect provider. Every claim that gives a right is mapped by the settings. */
export class TokenAuthenticator implements Authenticator {
  /** The id of the key that signed the token of each principal. */
  private readonly keyIds = new WeakMap<Principal, string | undefined>();
  private readonly watchers = new Map<() => void, Principal>();

  constructor(
    private readonly settings: OidcSettings,
    private readonly provider: Pick<OidcProvider, 'keyFinder' | 'publishesKey'>,
    private readonly clock: Clock,
  ) {}

  /** Rejects with `UNAUTHENTICATED`, or with retryable `IDENTITY_PROVIDER_UNAVAILABLE`. */
  async authenticate(request: AccessRequest): Promise<Principal> {
    const token = await this.verify(credentialOf(request) ?? '').catch((error: unknown) => {
      // Anything else is a reason to refuse this token, which only its sender could use.
      throw error instanceof Failure ? error : unauthenticated();
    });
    const principal = this.principalOf(token.claims);
    this.keyIds.set(principal, token.header.kid);
    return principal;
  }

  watch(principal: Principal, onEnd: () => void): () => void {
    if (!this.keyIds.has(principal)) throw new Error('Somebody else authenticated this principal.');
    // A function of its own, so that the same callback may watch twice.
    const watcher = (): void => onEnd();
    this.watchers.set(watcher, principal);
    return () => void this.watchers.delete(watcher);
  }

  /** Tells the watchers of every token that has expired, or whose key the provider has withdrawn. Call it every few seconds. */
  endWatched(): void {
    for (const [end, principal] of this.watchers) {
      const isValid = this.provider.publishesKey(this.keyIds.get(principal));
      if (isValid && !hasExpired(principal, this.clock.nowMs())) continue;
      this.watchers.delete(end);
      end();
    }
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
