import type { IncomingHttpHeaders } from 'node:http';
import { findHeader } from './request-headers.js';

/** A request as it arrived. A proxy that rewrites its path or its Host breaks its signature. */
export interface SignedRequest {
  /** Path and query. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The text that is signed (RFC 9421, section 2.5). Undefined: the request lacks something that the signature covers, or it
 * covers something that is not known here.
 */
export function writeSignatureBase(
  { url, headers }: SignedRequest,
  components: readonly string[],
  signedParameters: string,
): string | undefined {
  const lines = components.map((name) => {
    const value = valueOf(name, { url, headers });
    return value === undefined ? undefined : `"${name}": ${value}`;
  });
  if (lines.includes(undefined)) return undefined;
  return [...lines, `"@signature-params": ${signedParameters}`].join('\n');
}

function valueOf(name: string, { url, headers }: SignedRequest): string | undefined {
  if (name === '@request-target') return url;
  if (name === '@authority') return findHeader(headers, 'host');
  return findHeader(headers, name);
}
