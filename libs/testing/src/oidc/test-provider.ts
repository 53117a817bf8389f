import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, type JWK } from 'jose';
import Provider, { type ProviderContext } from 'oidc-provider';
import { LoopbackServer } from '../servers/loopback-server.js';
import { ProviderRecords } from './provider-records.js';
import { takeKeyPair } from './take-key-pair.js';

const SCOPES = 'openid profile email offline_access';

/** What the provider says of a person: the claims. */
export type ProvidedClaims = Readonly<Record<string, unknown>>;

/** Earshot as the provider knows it. */
export interface RegisteredClient {
  readonly clientId: string;
  /** Undefined for a public client. */
  readonly clientSecret?: string;
  /** Where the browser may be led back to. */
  readonly origin: string;
}

/**
 * A real OpenID Connect provider on the loopback. Its sign-in page has a button for each of its people, and asks for no
 * password.
 */
export class TestProvider {
  /** By subject. Somebody who is removed can neither sign in nor stay signed in. */
  readonly people = new Map<string, ProvidedClaims>();
  /** How often tokens were given for a refresh token. */
  refreshes = 0;
  private client: RegisteredClient | undefined;
  private provider: Provider | undefined;
  private keys = 0;
  private readonly records = new ProviderRecords();

  private constructor(private readonly server: LoopbackServer) {}

  /** Listens on a free port. It answers after `register`. */
  static async open(): Promise<TestProvider> {
    const server = await LoopbackServer.open((request, response) => {
      provider.answer(request, response).catch(() => response.destroy());
    });
    const provider = new TestProvider(server);
    return provider;
  }

  get url(): string {
    return this.server.url;
  }

  /** Makes the only client of the provider, and a key. Sessions of before stay. */
  async register(client: RegisteredClient): Promise<void> {
    this.client = client;
    await this.replaceKey();
  }

  /** Signs with a new key from now on, and publishes only that. */
  async replaceKey(): Promise<void> {
    if (this.client === undefined) throw new Error('Register a client first.');
    const { privateKey } = await takeKeyPair('RS256');
    const kid = `key-${(this.keys += 1)}`;
    const key = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
    this.provider = new Provider(this.url, this.configurationFor(this.client, key));
    this.provider.on('grant.success', ({ oidc }) => {
      if (oidc.params?.['grant_type'] === 'refresh_token') this.refreshes += 1;
    });
  }

  goAway(): Promise<void> {
    return this.server.goAway();
  }

  comeBack(): Promise<void> {
    return this.server.comeBack();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.provider === undefined) return void response.writeHead(503).end();
    if (request.url?.startsWith('/interaction/') !== true) return void this.provider.callback()(request, response);
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(this.signInPage());
      return;
    }
    const accountId = new URLSearchParams(await readBody(request)).get('account') ?? '';
    await this.provider.interactionFinished(
      request,
      response,
      { login: { accountId } },
      { mergeWithLastSubmission: false },
    );
  }

  private signInPage(): string {
    const buttons = [...this.people.keys()].map(
      (id) => `<button name="account" value="${id}">Continue as ${id}</button>`,
    );
    return `<!doctype html><title>Example provider</title><h1>Example provider</h1><form method="post">${buttons.join('')}</form>`;
  }

  private configurationFor({ clientId, clientSecret, origin }: RegisteredClient, key: JWK): object {
    const isPublic = clientSecret === undefined;
    return {
      clients: [
        {
          client_id: clientId,
          ...(clientSecret !== undefined && { client_secret: clientSecret }),
          token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_basic',
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: [`${origin}/auth/oidc/callback`],
          post_logout_redirect_uris: [`${origin}/sign-in`],
          backchannel_logout_uri: `${origin}/auth/oidc/back-channel-logout`,
          backchannel_logout_session_required: true,
        },
      ],
      adapter: (model: string) => this.records.ofModel(model),
      jwks: { keys: [key] },
      cookies: { keys: ['a key for the cookies of a test'] },
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'preferred_username', 'groups', 'team', 'queue', 'agent'],
      },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
      },
      interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      ttl: {
        AccessToken: 300,
        IdToken: 3_600,
        RefreshToken: 86_400,
        Session: 86_400,
        Grant: 86_400,
        Interaction: 3_600,
      },
      findAccount: (_context: unknown, id: string) => this.findAccount(id),
      issueRefreshToken: () => true,
      loadExistingGrant,
      rotateRefreshToken: true,
    };
  }

  private findAccount(id: string): object | undefined {
    const claims = this.people.get(id);
    return claims && { accountId: id, claims: () => ({ sub: id, ...this.people.get(id) }) };
  }
}

/** Nobody is asked whether Earshot may read the claims. */
async function loadExistingGrant({ oidc }: ProviderContext): Promise<unknown> {
  const { provider, client, session } = oidc;
  const known = session?.grantIdFor(client?.clientId ?? '');
  if (known !== undefined) return provider.Grant.find(known);
  const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
  grant.addOIDCScope(SCOPES);
  await grant.save();
  return grant;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  await once(request, 'end');
  return body;
}
