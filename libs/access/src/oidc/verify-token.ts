import { jwtVerify, type JWTHeaderParameters, type JWTPayload, type JWTVerifyGetKey } from 'jose';

/** Signatures with a public key only: with a shared secret, whoever verifies a token could also make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Node takes no longer headers unless told to. */
const MAX_TOKEN_LENGTH = 16_384;
/** How far the clocks of the provider and of this machine may differ, for times that begin. A token ends at its time. */
const CLOCK_TOLERANCE_S = 30;

export interface TokenRules {
  readonly findKey: JWTVerifyGetKey;
  readonly issuer: string;
  readonly nowMs: number;
  /** A token is refused when it was issued longer ago, whenever it expires. */
  readonly maxAgeS: number;
  readonly requiredClaims: readonly string[];
}

export interface VerifiedToken {
  readonly header: JWTHeaderParameters;
  readonly claims: JWTPayload;
}

/**
 * Verifies the signature, issuer and times of a token of the provider. Whom it is for and what it may be used for is for the
 * caller to check. Rejects with an error of `jose`, or with `IDENTITY_PROVIDER_UNAVAILABLE`.
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<VerifiedToken> {
  const { findKey, issuer, nowMs, maxAgeS, requiredClaims } = rules;
  if (token.length > MAX_TOKEN_LENGTH) throw new Error('the token is too long');
  const { protectedHeader: header, payload: claims } = await jwtVerify(token, findKey, {
    issuer,
    algorithms: ALGORITHMS,
    requiredClaims: ['iat', ...requiredClaims],
    maxTokenAge: maxAgeS,
    clockTolerance: CLOCK_TOLERANCE_S,
    currentDate: new Date(nowMs),
  });
  if (claims.exp !== undefined && claims.exp * 1_000 <= nowMs) throw new Error('the token has expired');
  return { header, claims };
}
