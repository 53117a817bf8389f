import type { IngestAddress } from './find-ingest-address.js';

/** A browser that was here once refuses plain HTTP for a year. */
const STRICT_TRANSPORT = 'max-age=31536000';
const HOST = /^[a-z0-9.[\]:-]+$/i;

/**
 * Headers of every answer. They allow only our own scripts, style sheets and frames: if a page ever rendered spoken
 * text as markup, the markup could not run or send data away. `demandsTls`: the browser may reach this host with TLS only.
 * `ingest`: where the page may send the audio of a call.
 */
export function securityHeaders(
  host: string | undefined,
  demandsTls: boolean,
  ingest: IngestAddress,
): Readonly<Record<string, string>> {
  // In some browsers 'self' does not include WebSockets of the same host.
  const schemes = demandsTls ? ['wss'] : ['ws', 'wss'];
  const hosts = host !== undefined && HOST.test(host) ? [host, ...ingestHostsOf(host, ingest)] : [];
  const addresses = hosts.flatMap((each) => schemes.map((scheme) => `${scheme}://${each}`));
  const sockets = [...addresses, ingest.ingestUrl ?? []].flat().map((address) => ` ${address}`);
  return {
    'content-security-policy': [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      `connect-src 'self'${sockets.join('')}`,
      "media-src 'self'",
      "object-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), display-capture=(self), geolocation=(), microphone=(self), payment=()',
    'referrer-policy': 'no-referrer',
    ...(demandsTls && { 'strict-transport-security': STRICT_TRANSPORT }),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/** The host of ingest where that has only another port. */
const ingestHostsOf = (host: string, { ingestPort }: IngestAddress): readonly string[] =>
  ingestPort === null ? [] : [`${host.replace(/:\d*$/, '')}:${ingestPort}`];
