import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { der } from './der.js';

/** A certificate and its private key, as PEM. */
export interface IssuedPair {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWish {
  /** Host names and IPv4 addresses. The default names this machine's loopback. */
  readonly names?: readonly string[];
  readonly validFrom?: Date;
  readonly validUntil?: Date;
}

interface Holder {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly extensions: Buffer;
}

const HOUR_MS = 3_600_000;
const OBJECT_IDS = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
} as const;

/** A certificate authority that only the test knows. It signs with a new P-256 key, so that a test never needs OpenSSL. */
export class TestAuthority {
  /** The certificate of the authority itself, as PEM: what a client must trust. */
  readonly certificate: string;
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(private readonly name = 'Test authority') {
    const isAuthority = der.sequence(
      der.objectId(OBJECT_IDS.basicConstraints),
      der.true(),
      der.bytes(der.sequence(der.true())),
    );
    this.certificate = this.signCertificate({ name, publicKey: this.keys.publicKey, extensions: isAuthority }, {});
  }

  /** Issues a certificate that is valid from an hour ago for an hour, unless the wish says otherwise. */
  issue(wish: CertificateWish = {}): IssuedPair {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const names = wish.names ?? ['localhost', '127.0.0.1'];
    const extensions = der.sequence(
      der.objectId(OBJECT_IDS.subjectAltName),
      der.bytes(der.sequence(...names.map(encodeName))),
    );
    return {
      cert: this.signCertificate({ name: names[0] ?? '', publicKey, extensions }, wish),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    };
  }

  private signCertificate({ name, publicKey, extensions }: Holder, wish: CertificateWish): string {
    const algorithm = der.sequence(der.objectId(OBJECT_IDS.ecdsaWithSha256));
    const content = der.sequence(
      der.wrapped(0, der.integer(Buffer.from([2]))),
      der.integer(newSerialNumber()),
      algorithm,
      encodeSubject(this.name),
      der.sequence(
        der.time(wish.validFrom ?? new Date(Date.now() - HOUR_MS)),
        der.time(wish.validUntil ?? new Date(Date.now() + HOUR_MS)),
      ),
      encodeSubject(name),
      publicKey.export({ type: 'spki', format: 'der' }),
      der.wrapped(3, der.sequence(extensions)),
    );
    const signature = sign('sha256', content, this.keys.privateKey);
    return toPem(der.sequence(content, algorithm, der.bits(signature)));
  }
}

/** Sixteen random bytes without the top bit, because a serial number is positive. The second bit keeps its encoding minimal. */
function newSerialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

const encodeSubject = (name: string): Buffer =>
  der.sequence(der.set(der.sequence(der.objectId(OBJECT_IDS.commonName), der.text(name))));

/** A host name has the tag 2 and an address the tag 7 (RFC 5280, GeneralName). */
const encodeName = (name: string): Buffer =>
  isIP(name) === 4 ? der.tagged(7, Buffer.from(name.split('.').map(Number))) : der.tagged(2, Buffer.from(name));

const toPem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
