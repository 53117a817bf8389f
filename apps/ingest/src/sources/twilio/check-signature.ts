import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What proves that a phone system opened a socket. */
export interface SignatureRules {
  /** The address that the phone system was told to open, as it was told: `wss://calls.example.com/api/v1/twilio`. */
  readonly publicUrl: string;
  /** The secrets of the account; several while one replaces another. */
  readonly authTokens: readonly string[];
}

/**
 * Whether Twilio signed this upgrade: `X-Twilio-Signature` is the HMAC-SHA1 of the address, base64. Twilio "Webhooks security"
 * leaves open whether the port and a slash at the end belong to the address, so each form counts.
 */
export function isSignedByTwilio(headers: IncomingHttpHeaders, { publicUrl, authTokens }: SignatureRules): boolean {
  const signature = readHeader(headers, 'x-twilio-signature');
  return listForms(publicUrl).some((url) =>
    authTokens.some((token) => isSame(signature, createHmac('sha1', token).update(url).digest('base64'))),
  );
}

/**
 * Whether Plivo signed this upgrade: `X-Plivo-Signature-V3` holds HMAC-SHA256 values of the address, a dot and the nonce,
 * base64, with commas between them. `X-Plivo-Signature-Ma-V3` is signed by the main account. Source: Plivo's SDK for Node.
 */
export function isSignedByPlivo(headers: IncomingHttpHeaders, { publicUrl, authTokens }: SignatureRules): boolean {
  const nonce = readHeader(headers, 'x-plivo-signature-v3-nonce');
  if (nonce === '') return false;
  const signatures = ['x-plivo-signature-v3', 'x-plivo-signature-ma-v3'].flatMap((name) =>
    readHeader(headers, name).split(',', MAX_SIGNATURES),
  );
  return listForms(publicUrl).some((url) =>
    authTokens.some((token) => {
      const expected = createHmac('sha256', token).update(`${url}.${nonce}`).digest('base64');
      return signatures.some((signature) => isSame(signature.trim(), expected));
    }),
  );
}

const MAX_SIGNATURES = 4;
const standardPorts: Readonly<Record<string, string>> = { 'wss:': '443', 'ws:': '80' };
/** Behind a proxy that ends TLS, ingest sees another scheme than the one that was signed. */
const schemes = ['wss:', 'https:', 'ws:', 'http:'];

/** The address with and without its standard port, with and without a slash at the end, with each scheme. */
function listForms(publicUrl: string): readonly string[] {
  const { protocol, hostname, port, pathname, search } = new URL(publicUrl);
  const ports = port === '' ? ['', `:${standardPorts[protocol] ?? ''}`] : [`:${port}`];
  const path = pathname.replace(/\/$/, '');
  return schemes.flatMap((scheme) =>
    ports.flatMap((end) => [path, `${path}/`].map((form) => `${scheme}//${hostname}${end}${form}${search}`)),
  );
}

const readHeader = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Compares in constant time, whatever the lengths are. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(first as Buffer, second as Buffer);
}
