import type { AccessRequest } from '@earshot/ports';

/** A browser sends a cookie with this beginning only to the host that set it, and takes it only over TLS. */
const HOST_PREFIX = '__Host-';

/** What a cookie is called. `withTls`: browsers reach this server over TLS only. */
export const cookieName = (name: string, withTls: boolean): string => (withTls ? `${HOST_PREFIX}${name}` : name);

/** The cookies of a request, in its order. */
export function readCookies({ headers }: AccessRequest): readonly (readonly [name: string, value: string])[] {
  const cookies = [headers['cookie'] ?? []].flat().join(';').split(';');
  return cookies.flatMap((cookie) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(cookie.trim()) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
}

export interface CookieToSet {
  readonly name: string;
  readonly value: string;
  /** 0 removes the cookie. */
  readonly maxAgeS: number;
  readonly withTls: boolean;
}

/** The value of `Set-Cookie`. Lax, because a link from another site must open the page signed in. */
export const formatCookie = ({ name, value, maxAgeS, withTls }: CookieToSet): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${withTls ? '; Secure' : ''}`;
