import type { AccessRequest } from '@earshot/ports';

/** A WebSocket client that cannot set headers, such as a page, offers its key as a sub-protocol with this beginning. */
export const KEY_PROTOCOL = 'earshot.key.';

const BEARER = /^bearer +(\S+) *$/i;

/** The key that a request brings, in the `Authorization` header or as a WebSocket sub-protocol; null for none. */
export function credentialOf({ headers }: AccessRequest): string | null {
  const { authorization } = headers;
  if (typeof authorization === 'string') return BEARER.exec(authorization)?.[1] ?? null;
  const offered = [headers['sec-websocket-protocol'] ?? []].flat().join(',').split(',');
  const protocol = offered.map((name) => name.trim()).find((name) => name.startsWith(KEY_PROTOCOL));
  return protocol?.slice(KEY_PROTOCOL.length) ?? null;
}

/** The first sub-protocol that is no key, or false for none. A server that chose the key would send it back. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  for (const protocol of offered) if (!protocol.startsWith(KEY_PROTOCOL)) return protocol;
  return false;
}
