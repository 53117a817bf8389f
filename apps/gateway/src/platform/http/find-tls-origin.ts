import { isLoopbackName } from './request-guard.js';

/**
 * The origin with TLS of the page that a Host header names: one of `allowedOrigins`, which may lie behind another port than
 * ours, or a loopback name at our own port. Null for every other host, so that nobody can let us redirect to a foreign site.
 */
export function findTlsOrigin(host: string, allowedOrigins: readonly string[], ownPort: number): string | null {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const allowed = allowedOrigins
    .map((origin) => new URL(origin))
    .find(({ protocol, hostname }) => protocol === 'https:' && hostname === name);
  if (allowed !== undefined) return allowed.origin;
  return isLoopbackName(name) ? new URL(`https://${name}:${ownPort}`).origin : null;
}
