import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SigningKey {
  /** Tells the receiver which secret to take, so that a secret can be replaced without a gap. */
  readonly id: string;
  readonly secret: string;
}

/** The header that carries the signature: `t=<Unix seconds>,keyid=<id>,v1=<hex>`. */
export const SIGNATURE_HEADER = 'earshot-signature';

/** The value of the header for a body: HMAC-SHA256 over `<Unix seconds>.<body>`. */
export function signBody(body: string, { id, secret }: SigningKey, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  return `t=${seconds},keyid=${id},v1=${macOf(seconds, body, secret).toString('hex')}`;
}

export interface SignatureCheck {
  readonly header: string | undefined;
  /** Exactly as it came. */
  readonly body: string;
  readonly nowMs: number;
  /** A signature that is older, or from so far ahead, may be a replay. */
  readonly windowMs: number;
  findSecret(keyId: string): string | undefined;
}

/** The check of a receiver. */
export function isSigned({ header, body, nowMs, windowMs, findSecret }: SignatureCheck): boolean {
  const { t, keyid, v1 } = Object.fromEntries((header ?? '').split(',').map((part) => part.split('=', 2)));
  const secret = keyid === undefined ? undefined : findSecret(keyid);
  if (t === undefined || v1 === undefined || secret === undefined || !/^\d{1,12}$/.test(t)) return false;
  if (Math.abs(nowMs - Number(t) * 1_000) > windowMs) return false;
  const expected = macOf(Number(t), body, secret);
  const given = Buffer.from(v1, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const macOf = (seconds: number, body: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
