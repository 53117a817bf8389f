import { SALT_BYTES, srtpSuites, type SrtpKeys, type SrtpSuite } from './srtp-crypto.js';

/** An `a=crypto` line of SDP (RFC 4568, section 9.1). */
export interface CryptoAttribute {
  readonly tag: number;
  readonly keys: SrtpKeys;
}

/** Why an attribute cannot be used. The peer may have offered another one. */
export type CryptoRefusalCode = 'SRTP_ATTRIBUTE_INVALID' | 'SRTP_SUITE_UNKNOWN' | 'SRTP_PARAMETER_UNKNOWN';

const ATTRIBUTE = /^(\d{1,9}) ([A-Z0-9_]{1,64}) (\S{1,512})((?: \S{1,64}){0,8})$/;
const KEY = /^inline:([A-Za-z0-9+/]+={0,2})(?:\|(?:2\^\d{1,2}|\d{1,15}))?(?:\|(\d{1,10}):(\d{1,3}))?$/;
/** A hint about lost packets. All other parameters change the form of the packets. */
const HARMLESS_PARAMETER = /^WSH=\d+$/;
const MAX_IDENTIFIER_BYTES = 8;

/** Reads what stands behind `a=crypto:`. */
export function readCryptoAttribute(text: string): CryptoAttribute | CryptoRefusalCode {
  const [, tag, suite = '', keyText = '', parameters = ''] = ATTRIBUTE.exec(text.trim()) ?? [];
  if (tag === undefined) return 'SRTP_ATTRIBUTE_INVALID';
  if (!isKnownSuite(suite)) return 'SRTP_SUITE_UNKNOWN';
  const unknown = parameters.split(' ').some((parameter) => parameter !== '' && !HARMLESS_PARAMETER.test(parameter));
  // Several keys stand with semicolons between them: nobody sends them, and which one counts would be a guess.
  if (unknown || keyText.includes(';')) return 'SRTP_PARAMETER_UNKNOWN';
  const keys = readKeys(suite, keyText);
  return keys === null ? 'SRTP_ATTRIBUTE_INVALID' : { tag: Number(tag), keys };
}

/** What stands behind `a=crypto:`. */
export function writeCryptoAttribute({ tag, keys }: CryptoAttribute): string {
  const { suite, masterKey, masterSalt, keyIdentifier } = keys;
  const inline = btoa(String.fromCharCode(...masterKey, ...masterSalt));
  const identifier = keyIdentifier?.reduce((sum, byte) => sum * 256 + byte, 0);
  return `${tag} ${suite} inline:${inline}${keyIdentifier === undefined ? '' : `|${identifier}:${keyIdentifier.length}`}`;
}

const isKnownSuite = (suite: string): suite is SrtpSuite => Object.hasOwn(srtpSuites, suite);

function readKeys(suite: SrtpSuite, text: string): SrtpKeys | null {
  const [, inline = '', identifier, identifierBytes] = KEY.exec(text) ?? [];
  const { keyBytes } = srtpSuites[suite];
  // Checked before it is decoded, because `atob` throws at impossible lengths.
  if (Math.ceil(((keyBytes + SALT_BYTES) * 8) / 6) !== inline.replaceAll('=', '').length) return null;
  const bytes = Uint8Array.from(atob(inline), (letter) => letter.charCodeAt(0));
  const keys = { suite, masterKey: bytes.slice(0, keyBytes), masterSalt: bytes.slice(keyBytes) };
  if (identifier === undefined) return keys;
  const keyIdentifier = toIdentifier(Number(identifier), Number(identifierBytes));
  return keyIdentifier === null ? null : { ...keys, keyIdentifier };
}

function toIdentifier(value: number, length: number): Uint8Array | null {
  if (length < 1 || length > MAX_IDENTIFIER_BYTES || value >= 256 ** length) return null;
  return Uint8Array.from({ length }, (_, at) => Math.floor(value / 256 ** (length - 1 - at)) % 256);
}
