import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NonceMemory } from './nonce-memory.js';
import { readSignature } from './read-signature.js';
import { writeSignatureBase, type SignedRequest } from './write-signature-base.js';

/** Genesys signs each upgrade just before it sends it. */
const MAX_AGE_S = 10;
/** The clocks of two servers may differ by this much. */
const MAX_SKEW_S = 3;
/** 128 bits in Base64. */
const SHORTEST_NONCE = 22;
const LONGEST_NONCE = 256;
/** What Genesys signs, and therefore what has to be signed (Genesys Cloud Developer Center, "AudioHook security"). */
const NEEDED_COMPONENTS = [
  '@request-target',
  '@authority',
  'audiohook-organization-id',
  'audiohook-session-id',
  'audiohook-correlation-id',
  'x-api-key',
];

/** Why a signature does not count, for our log alone: the client never learns it. */
export type SignatureProblem =
  | 'no signature that can be read'
  | 'signed with another algorithm'
  | 'signed for another API key'
  | 'nonce too short or too long'
  | 'not everything is signed'
  | 'signed too long ago, or in the future'
  | 'signed with another secret, or changed on the way'
  | 'used before';

export interface SignatureCheck {
  /** The API key that the request presents, already checked. */
  readonly apiKey: string;
  /** All valid client secrets: during a rotation, the old one and the new one. */
  readonly secrets: readonly Uint8Array[];
  readonly nonces: NonceMemory;
}

/** Checks the signature of an upgrade. Null: it holds, and has not been used before. */
export function findSignatureProblem(
  request: SignedRequest,
  { apiKey, secrets, nonces }: SignatureCheck,
  nowMs: number,
): SignatureProblem | null {
  const signature = readSignature(request.headers);
  if (signature === null) return 'no signature that can be read';
  const { components, signedParameters, mac, keyId, nonce, algorithm, createdS, expiresS } = signature;
  if (algorithm !== 'hmac-sha256') return 'signed with another algorithm';
  if (keyId !== apiKey) return 'signed for another API key';
  if (nonce.length < SHORTEST_NONCE || nonce.length > LONGEST_NONCE) return 'nonce too short or too long';
  const base = writeSignatureBase(request, components, signedParameters);
  if (base === undefined || !NEEDED_COMPONENTS.every((name) => components.includes(name)))
    return 'not everything is signed';
  const endsAtS = Math.min(createdS + MAX_AGE_S, expiresS) + MAX_SKEW_S;
  const nowS = nowMs / 1_000;
  if (createdS > nowS + MAX_SKEW_S || endsAtS < nowS) return 'signed too long ago, or in the future';
  if (!isSignedWithAny(secrets, base, mac)) return 'signed with another secret, or changed on the way';
  return nonces.take(nonce, endsAtS * 1_000, nowMs) ? null : 'used before';
}

/** Tries every secret, so that the time tells nothing about which one fits. */
function isSignedWithAny(secrets: readonly Uint8Array[], base: string, mac: Uint8Array): boolean {
  const matches = secrets.filter((secret) => {
    const expected = createHmac('sha256', secret).update(base).digest();
    return mac.length === expected.length && timingSafeEqual(mac, expected);
  });
  return matches.length > 0;
}
