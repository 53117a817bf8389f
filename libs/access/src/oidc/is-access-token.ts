import type { VerifiedToken } from './verify-token.js';

/** Claims that only other tokens of a provider have, such as ID tokens and logout tokens. */
const CLAIMS_OF_OTHERS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];

/**
 * Whether a token is an access token for one of these audiences. RFC 9068 says it in the header; Cognito and Keycloak say it in
 * a claim of their own; Entra ID and Okta say it only by a scope. An ID token, which every page gets, must not pass.
 */
export function isAccessTokenFor(audiences: readonly string[], { header, claims }: VerifiedToken): boolean {
  if (CLAIMS_OF_OTHERS.some((name) => name in claims)) return false;
  return isAccessToken(header.typ, claims) && audiences.some((audience) => audiencesOf(claims).includes(audience));
}

function isAccessToken(headerType: string | undefined, claims: VerifiedToken['claims']): boolean {
  const type = headerType?.toLowerCase().replace(/^application\//, '');
  if (type === 'at+jwt') return true;
  if (type !== undefined && type !== 'jwt') return false;
  if ('token_use' in claims) return claims['token_use'] === 'access';
  if ('typ' in claims) return claims['typ'] === 'Bearer';
  return typeof claims['scope'] === 'string' || typeof claims['scp'] === 'string' || Array.isArray(claims['scp']);
}

/** An access token of Cognito has no audience, only the client that it was issued to. */
function audiencesOf({ aud, token_use: use, client_id: client }: VerifiedToken['claims']): readonly unknown[] {
  return aud === undefined && use === 'access' ? [client] : [aud ?? []].flat();
}
