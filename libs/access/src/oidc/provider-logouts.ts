import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure, type Clock, type SessionStore, type User, type UserStore } from '@earshot/ports';
import { hashSecret } from '../secret-text.js';
import type { SessionAuthenticator } from '../sessions/session-authenticator.js';
import { externalIdOf } from './external-id.js';
import type { Claims } from './map-claims.js';
import type { OidcProvider } from './oidc-provider.js';
import { verifyToken } from './verify-token.js';

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** A logout token is sent when it is made. */
const MAX_TOKEN_AGE_S = 120;
const WAIT_FOR_KEYS_MS = 5_000;
/** Longer than a token counts, also where the clocks differ. */
const REMEMBER_TOKEN_MS = 2 * MAX_TOKEN_AGE_S * 1_000;
const MAX_ID_LENGTH = 512;

export interface ProviderLogoutsParts {
  readonly issuer: string;
  readonly clientId: string;
  readonly provider: Pick<OidcProvider, 'keyFinder'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly sessions: Pick<SessionStore, 'endOfProvider'>;
  readonly authenticator: Pick<SessionAuthenticator, 'refresh'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Ends sessions when the provider says so (OpenID Connect Back-Channel Logout 1.0). */
export class ProviderLogouts {
  constructor(private readonly parts: ProviderLogoutsParts) {}

  /**
   * Ends the sessions that a logout token names; their sockets close at once here, and within seconds at other gateways. A token
   * counts once at all gateways together: it must not end a session that began after it. Returns whose they were. Rejects with `Failure` `LOGOUT_REFUSED`, or with retryable `IDENTITY_PROVIDER_UNAVAILABLE` or `STORE_UNAVAILABLE`.
   */
  async end(logoutToken: string): Promise<readonly User[]> {
    const { issuer, users, sessions, authenticator, clock } = this.parts;
    const claims = await this.verify(logoutToken);
    const id = textOf(claims['jti']);
    const [sid, subject] = [textOf(claims['sid']), textOf(claims['sub'])];
    if (id === null) throw logoutRefused();
    const named = sid !== null ? { issuer, sid } : subject && { externalId: externalIdOf(issuer, subject) };
    if (!named) throw logoutRefused();
    const token = { idHash: hashSecret(id), keepUntilMs: clock.nowMs() + REMEMBER_TOKEN_MS };
    const userIds = await sessions.endOfProvider(named, token, clock.nowMs());
    if (userIds === null) throw logoutRefused();
    await authenticator.refresh();
    const ended = await Promise.all(userIds.map((userId) => users.find(DEFAULT_TENANT, userId)));
    return ended.filter((user) => user !== null);
  }

  private async verify(logoutToken: string): Promise<Claims> {
    const { issuer, clientId, provider, clock } = this.parts;
    const { header, claims } = await verifyToken(logoutToken, {
      issuer,
      findKey: provider.keyFinder(WAIT_FOR_KEYS_MS),
      nowMs: clock.nowMs(),
      maxAgeS: MAX_TOKEN_AGE_S,
      requiredClaims: ['jti', 'events'],
    }).catch((error: unknown) => {
      throw error instanceof Failure ? error : logoutRefused(error);
    });
    const isForUs = [claims.aud ?? []].flat().includes(clientId);
    if (!isForUs || !isLogoutType(header.typ) || 'nonce' in claims || !hasLogoutEvent(claims)) throw logoutRefused();
    return claims;
  }
}

/** Older providers send no type, or that of any token. */
const isLogoutType = (type: string | undefined): boolean =>
  ['logout+jwt', 'jwt'].includes((type ?? 'jwt').toLowerCase().replace(/^application\//, ''));

function hasLogoutEvent({ events }: Claims): boolean {
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, LOGOUT_EVENT)) return false;
  const event = (events as Claims)[LOGOUT_EVENT];
  return typeof event === 'object' && event !== null && !Array.isArray(event);
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH ? value : null;

const logoutRefused = (cause?: unknown): Failure =>
  new Failure('LOGOUT_REFUSED', 'This is no valid logout token for Earshot.', { retryable: false, cause });
