import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type { Extension } from '@peculiar/x509';

/** A certificate and its private key, as PEM. */
export interface IssuedPair {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWish {
  /** Host names and addresses. The default names this machine's loopback. */
  readonly names?: readonly string[];
  readonly validFrom?: Date | undefined;
  readonly validUntil?: Date | undefined;
}

interface Holder {
  readonly name: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly extensions: Extension[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Loaded when a spec needs it, because every spec loads this library. */
async function loadX509() {
  // x509 needs it before it is loaded.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

const createKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** A certificate authority that only the test knows, so that a test needs no OpenSSL. */
export class TestAuthority {
  private constructor(
    private readonly name: string,
    private readonly signingKey: webcrypto.CryptoKey,
    private readonly validUntil: Date | undefined,
    /** The certificate of the authority itself, as PEM: what a client must trust. */
    readonly certificate: string,
  ) {}

  /** What it issues is valid as long as itself: for an hour, unless `validUntil` says otherwise. */
  static async create(name = 'Test authority', validUntil?: Date): Promise<TestAuthority> {
    const { BasicConstraintsExtension } = await loadX509();
    const { privateKey, publicKey } = await createKeys();
    const extensions = [new BasicConstraintsExtension(true, undefined, true)];
    const certificate = await sign({ name, publicKey, extensions }, { name, privateKey }, { validUntil });
    return new TestAuthority(name, privateKey, validUntil, certificate);
  }

  /** Issues a certificate that is valid from an hour ago, as long as the authority, unless the wish says otherwise. */
  async issue(wish: CertificateWish = {}): Promise<IssuedPair> {
    const { names = ['localhost', '127.0.0.1'] } = wish;
    const { PemConverter, SubjectAlternativeNameExtension } = await loadX509();
    const { privateKey, publicKey } = await createKeys();
    const typed = names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
    const holder = { name: names[0] ?? '', publicKey, extensions: [new SubjectAlternativeNameExtension([...typed])] };
    return {
      cert: await sign(
        holder,
        { name: this.name, privateKey: this.signingKey },
        { validUntil: this.validUntil, ...wish },
      ),
      key: PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY'),
    };
  }

  /** Issues a certificate that expired a day ago. */
  issueExpired(): Promise<IssuedPair> {
    return this.issue({ validFrom: new Date(Date.now() - 2 * DAY_MS), validUntil: new Date(Date.now() - DAY_MS) });
  }
}

async function sign(
  holder: Holder,
  issuer: { readonly name: string; readonly privateKey: webcrypto.CryptoKey },
  { validFrom, validUntil }: CertificateWish,
): Promise<string> {
  const { X509CertificateGenerator } = await loadX509();
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${holder.name}`,
    issuer: `CN=${issuer.name}`,
    notBefore: validFrom ?? new Date(Date.now() - HOUR_MS),
    notAfter: validUntil ?? new Date(Date.now() + HOUR_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: holder.publicKey,
    signingKey: issuer.privateKey,
    extensions: holder.extensions,
  });
  return `${certificate.toString('pem')}\n`;
}
