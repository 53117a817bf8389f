import { backoffMs } from '@earshot/domain';
import { answerWithin, type Clock, type Logger } from '@earshot/ports';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, type LocalJWKSet } from 'jose';
import { allowInsecureRequests, customFetch, discovery, type ClientAuth, type Configuration } from 'openid-client';
import { limitedFetch, type FetchOptions, type LimitedFetch } from './limited-fetch.js';
import type { OidcSettings } from './oidc.config.js';
import { providerUnavailable } from './provider-failures.js';

/** How often a process calls `refreshWhenDue`. */
export const REFRESH_PROVIDER_EVERY_MS = 1_000;
/** What the provider publishes is read anew so often. A withdrawn key counts no longer than this. */
const KEEP_MS = 300_000;
const PAUSES = { firstMs: 1_000, maxMs: 60_000 };
/** A token with an unknown key makes us read the keys, but not more often than this: anybody can invent such tokens. */
const READ_KEYS_EVERY_MS = 10_000;
const MAX_KEYS = 100;

/** What the provider published last. */
interface Published {
  readonly configuration: Configuration;
  readonly keys: PublishedKeys;
}
interface PublishedKeys {
  readonly find: LocalJWKSet;
  readonly ids: ReadonlySet<unknown>;
}

export interface ProviderParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** How Earshot proves to the provider that it is itself. Undefined for what only verifies tokens. */
  readonly clientAuthentication?: ClientAuth | undefined;
}

/**
 * The OpenID Connect provider as this process knows it: its endpoints and its keys, both in memory. While the provider is away,
 * what it published last counts, so a token is verified without it.
 */
export class OidcProvider {
  private published: Published | undefined;
  private dueAtMs = -Infinity;
  private failures = 0;
  private keysDueAtMs = -Infinity;
  /** The last read of keys alone, which may still be going on. */
  private keysRead: Promise<void> = Promise.resolve();
  private readonly fetch: LimitedFetch;

  constructor(
    private readonly settings: Pick<OidcSettings, 'issuer' | 'clientId'>,
    private readonly parts: ProviderParts,
  ) {
    this.fetch = limitedFetch(parts.clock);
  }

  /** What a code flow needs. Throws retryable `IDENTITY_PROVIDER_UNAVAILABLE` if the provider has not answered since the start. */
  get configuration(): Configuration {
    return this.known().configuration;
  }

  /** Reads what the provider publishes, if it is time. After a failure it waits longer each time. Never rejects. */
  async refreshWhenDue(): Promise<void> {
    const { clock, logger } = this.parts;
    if (clock.nowMs() < this.dueAtMs) return;
    try {
      await this.refresh();
      if (this.failures > 0) logger.info({}, 'the identity provider answers again');
      this.failures = 0;
      this.dueAtMs = clock.nowMs() + KEEP_MS;
    } catch (error) {
      this.failures += 1;
      this.dueAtMs = clock.nowMs() + backoffMs(this.failures, PAUSES);
      logger.warn({ code: 'IDENTITY_PROVIDER_UNAVAILABLE', err: error }, 'could not read the identity provider');
    }
  }

  /**
   * Finds the key that a token names, for `jwtVerify`. Reads the keys of the provider when the key is unknown and they have not
   * been read for ten seconds, and waits for them at most `waitMs`. Rejects with retryable `IDENTITY_PROVIDER_UNAVAILABLE` if
   * the provider did not answer.
   */
  readonly keyFinder =
    (waitMs: number): JWTVerifyGetKey =>
    async (header, token) => {
      try {
        return await this.known().keys.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      }
      await answerWithin(this.parts.clock, waitMs, () => this.readKeysOnce()).catch(() => {
        throw providerUnavailable();
      });
      return this.known().keys.find(header, token);
    };

  /** Whether the provider still publishes the key with this id. Undefined stands for its only key. */
  publishesKey(id: string | undefined): boolean {
    return id === undefined || this.known().keys.ids.has(id);
  }

  private known(): Published {
    if (this.published === undefined) throw providerUnavailable();
    return this.published;
  }

  private async refresh(): Promise<void> {
    const { issuer, clientId } = this.settings;
    const isPlain = new URL(issuer).protocol === 'http:';
    const configuration = await discovery(new URL(issuer), clientId, undefined, this.parts.clientAuthentication, {
      [customFetch]: (url, options) => this.ask(url, options as FetchOptions),
      ...(isPlain && { execute: [allowInsecureRequests] }),
    });
    this.published = { configuration, keys: await this.readKeys(configuration) };
    this.keysRead = Promise.resolve();
  }

  /** Like `fetch`. An outage is a `Failure`, so that it is no refusal of the person who signs in. */
  private async ask(url: string, options: FetchOptions): Promise<Response> {
    const answer = await this.fetch(url, options).catch((error: unknown) => {
      throw providerUnavailable(error);
    });
    if (answer.status < 500 && answer.status !== 429) return answer;
    throw providerUnavailable(new Error(`the provider answered HTTP ${answer.status}`));
  }

  private async readKeys(configuration: Configuration): Promise<PublishedKeys> {
    const { issuer, jwks_uri: address } = configuration.serverMetadata();
    if (address === undefined) throw new Error('the provider names no jwks_uri');
    if (new URL(address).protocol === 'http:' && new URL(issuer).protocol === 'https:')
      throw new Error('the provider publishes its keys without TLS');
    this.keysDueAtMs = this.parts.clock.nowMs() + READ_KEYS_EVERY_MS;
    const answer = await this.fetch(address, { headers: { accept: 'application/json' } });
    if (answer.status !== 200) throw new Error(`the keys of the provider: HTTP ${answer.status}`);
    const set = (await answer.json()) as JSONWebKeySet;
    const find = createLocalJWKSet(set);
    if (set.keys.length > MAX_KEYS) throw new Error(`the provider publishes more than ${MAX_KEYS} keys`);
    return { find, ids: new Set(set.keys.map(({ kid }) => kid)) };
  }

  /** All tokens with unknown keys share one read, and its failure until the next one. */
  private readKeysOnce(): Promise<void> {
    if (this.parts.clock.nowMs() >= this.keysDueAtMs) this.keysRead = this.replaceKeys();
    return this.keysRead;
  }

  private async replaceKeys(): Promise<void> {
    const { configuration } = this.known();
    try {
      this.published = { configuration, keys: await this.readKeys(configuration) };
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'could not read the keys of the identity provider');
      throw error;
    }
  }
}
