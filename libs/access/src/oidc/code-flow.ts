import type { Clock } from '@earshot/ports';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  refreshTokenGrant,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'openid-client';
import type { Claims } from './map-claims.js';
import type { OidcProvider } from './oidc-provider.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import { providerRefused, providerUnavailable, toProviderFailure } from './provider-failures.js';
import { verifyToken } from './verify-token.js';

/** Where the provider leads back to. It has to be registered there. */
export const CALLBACK_PATH = '/auth/oidc/callback';

/** An ID token comes straight from the provider, so it is fresh. */
const MAX_ID_TOKEN_AGE_S = 600;
const WAIT_FOR_KEYS_MS = 5_000;
/** A longer ID token as a hint could make an address that servers refuse. */
const MAX_HINT_LENGTH = 4_096;

/** What is kept of the tokens of a provider. */
export interface KeptTokens {
  readonly refreshToken: string | null;
  readonly idToken: string | null;
}

/** What a provider said of a person. */
export interface ProvidedIdentity {
  readonly subject: string;
  readonly claims: Claims;
  /** The provider's id of the session; null if it gives none. */
  readonly sid: string | null;
  readonly tokens: KeptTokens;
  /** After so many seconds the provider wants to be asked again; undefined if it does not say. */
  readonly expiresInS: number | undefined;
}

export interface CodeFlowSettings {
  readonly issuer: string;
  readonly scopes: string;
}

/**
 * The authorization code flow of OpenID Connect with PKCE, state and nonce. Every method may fail with retryable
 * `IDENTITY_PROVIDER_UNAVAILABLE`.
 */
export class CodeFlow {
  constructor(
    private readonly settings: CodeFlowSettings,
    private readonly provider: Pick<OidcProvider, 'configuration' | 'keyFinder'>,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** The address at the provider at which a person signs in. */
  async buildStartUrl({ origin, state, nonce, codeVerifier }: PendingSignIn): Promise<string> {
    return buildAuthorizationUrl(this.provider.configuration, {
      redirect_uri: new URL(CALLBACK_PATH, origin).href,
      scope: this.settings.scopes,
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).href;
  }

  /**
   * Redeems the code with which the provider led back. `search`: the query of that request. Rejects with `Failure`
   * `PROVIDER_REFUSED` if the provider did not let the person in, or if its answer is not for this sign-in.
   */
  async redeemCode(search: URLSearchParams, pending: PendingSignIn): Promise<ProvidedIdentity> {
    const url = new URL(CALLBACK_PATH, pending.origin);
    url.search = search.toString();
    try {
      const tokens = await authorizationCodeGrant(this.provider.configuration, url, {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.codeVerifier,
        idTokenExpected: true,
      });
      return await this.identify(tokens, null);
    } catch (error) {
      throw toProviderFailure(error);
    }
  }

  /**
   * Asks the provider for what it says of the person today. `subject`: who it is. Rejects with `Failure` `PROVIDER_REFUSED` if the
   * provider does not let the person in any more.
   */
  async refresh(refreshToken: string, before: KeptTokens, subject: string): Promise<ProvidedIdentity> {
    try {
      const tokens = await refreshTokenGrant(this.provider.configuration, refreshToken);
      const identity = await this.identify(tokens, subject);
      const { refreshToken: next, idToken } = identity.tokens;
      // A provider that does not rotate sends no new one.
      return { ...identity, tokens: { refreshToken: next ?? refreshToken, idToken: idToken ?? before.idToken } };
    } catch (error) {
      if (error instanceof ResponseBodyError && error.error === 'invalid_grant') throw providerRefused(error);
      // Anything else is about this client or its clock, and no reason to sign everybody out.
      throw providerUnavailable(error);
    }
  }

  /** The address at which the browser signs out at the provider; null if the provider has none. `returnTo`: registered there. */
  buildSignOutUrl({ idToken }: Pick<KeptTokens, 'idToken'>, returnTo: string): string | null {
    const { configuration } = this.provider;
    if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
    const parameters = new URLSearchParams({ post_logout_redirect_uri: returnTo });
    if (idToken !== null && idToken.length <= MAX_HINT_LENGTH) parameters.set('id_token_hint', idToken);
    return buildEndSessionUrl(configuration, parameters).href;
  }

  /** Groups are in the ID token of some providers, and only in UserInfo of others. */
  private async identify(tokens: TokenEndpointResponse, knownSubject: string | null): Promise<ProvidedIdentity> {
    const { configuration } = this.provider;
    const idToken = tokens.id_token ?? null;
    const ofToken: Claims = idToken === null ? {} : await this.verifyIdToken(idToken);
    const subject = ofToken['sub'] ?? knownSubject;
    if (typeof subject !== 'string' || subject === '' || (knownSubject !== null && subject !== knownSubject))
      throw providerRefused();
    const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const ofUserInfo = hasUserInfo ? await fetchUserInfo(configuration, tokens.access_token, subject) : {};
    const { sid } = ofToken;
    return {
      subject,
      claims: { ...ofUserInfo, ...ofToken, sub: subject },
      sid: typeof sid === 'string' && sid !== '' ? sid : null,
      tokens: { refreshToken: tokens.refresh_token ?? null, idToken },
      expiresInS: tokens.expires_in,
    };
  }

  /** The library checks audience and nonce, but trusts TLS in place of the signature. */
  private async verifyIdToken(token: string): Promise<Claims> {
    const { claims } = await verifyToken(token, {
      issuer: this.settings.issuer,
      findKey: this.provider.keyFinder(WAIT_FOR_KEYS_MS),
      nowMs: this.clock.nowMs(),
      maxAgeS: MAX_ID_TOKEN_AGE_S,
      requiredClaims: ['sub', 'exp'],
    });
    return claims;
  }
}
