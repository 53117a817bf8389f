import { exportJWK, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { LoopbackServer } from '../servers/loopback-server.js';
import { takeKeyPair } from './take-key-pair.js';

/** A key pair of an issuer. The public part has the id and the algorithm. */
export interface IssuerKey {
  readonly publicKey: JWK;
  readonly privateKey: CryptoKey;
}

/**
 * Publishes what an OpenID Connect provider publishes, and signs whatever a test wants, also tokens that no provider would
 * issue. For sign-in there is a real provider.
 */
export class TestIssuer {
  /** The keys that it publishes. */
  published: JWK[] = [];
  /** How often somebody read the discovery document and the keys. */
  readonly reads = { discovery: 0, keys: 0 };
  /** What it answers to whoever redeems a code; null if it takes none. */
  tokens: object | null = null;
  /** Keys are answered when this resolves. */
  keysHeldUntil: Promise<void> = Promise.resolve();
  private keyIds = 0;

  private constructor(private readonly server: LoopbackServer) {}

  /** Listens on a free port and publishes one key. */
  static async open(): Promise<{ issuer: TestIssuer; key: IssuerKey }> {
    const server = await LoopbackServer.open((request, response) => {
      issuer.answer(request.url ?? '').then(
        (body) => response.writeHead(body === null ? 404 : 200).end(JSON.stringify(body)),
        () => response.destroy(),
      );
    });
    const issuer = new TestIssuer(server);
    return { issuer, key: await issuer.addKey() };
  }

  get url(): string {
    return this.server.url;
  }

  /** Makes a key, and publishes it. */
  async addKey(algorithm = 'RS256'): Promise<IssuerKey> {
    const { publicKey, privateKey } = await takeKeyPair(algorithm);
    const kid = `key-${(this.keyIds += 1)}`;
    const key = { publicKey: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' }, privateKey };
    this.published.push(key.publicKey);
    return key;
  }

  /** Signs the claims as they are; the issuer is added if they have none. */
  sign(
    claims: JWTPayload,
    { publicKey, privateKey }: IssuerKey,
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const protectedHeader = { alg: publicKey.alg ?? 'RS256', kid: publicKey.kid, typ: 'at+jwt', ...header };
    return new SignJWT({ iss: this.url, ...claims }).setProtectedHeader(protectedHeader as never).sign(privateKey);
  }

  goAway(): Promise<void> {
    return this.server.goAway();
  }

  comeBack(): Promise<void> {
    return this.server.comeBack();
  }

  private async answer(path: string): Promise<object | null> {
    if (path === '/.well-known/openid-configuration') {
      this.reads.discovery += 1;
      const { url } = this;
      return {
        issuer: url,
        jwks_uri: `${url}/keys`,
        authorization_endpoint: `${url}/auth`,
        token_endpoint: `${url}/token`,
      };
    }
    if (path === '/token') return this.tokens;
    if (path !== '/keys') return null;
    this.reads.keys += 1;
    await this.keysHeldUntil;
    return { keys: this.published };
  }
}
