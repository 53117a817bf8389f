import { expect, it } from '@jest/globals';
import { newSecretParts } from '../secret-text.js';
import { SessionCookie } from './session-cookie.js';

it.each([
  [false, 'earshot-session', ''],
  [true, '__Host-earshot-session', '; Secure'],
])('with TLS %j has the name %s', (withTls, name, secure) => {
  const [cookie, parts] = [new SessionCookie(withTls), newSecretParts()];
  const value = `es_${parts.id}_${parts.secret}`;
  const flags = `; HttpOnly; SameSite=Lax${secure}`;
  expect(cookie.format(parts, 43_200_000)).toBe(`${name}=${value}; Path=/; Max-Age=43200${flags}`);
  expect(cookie.formatRemoval()).toBe(`${name}=; Path=/; Max-Age=0${flags}`);
  expect(cookie.parse({ headers: { cookie: `a=b; ${name}=${value}; c=d` } })).toEqual(parts);
  expect(cookie.parse({ headers: { cookie: `x${name}=${value}` } })).toBeNull();
  for (const broken of [`${name}=ek${value.slice(2)}`, `${name}=${value}x`, `${name}="${value}"`, `${name}=`])
    expect([cookie.isIn({ headers: { cookie: broken } }), cookie.parse({ headers: { cookie: broken } })]).toEqual([
      true,
      null,
    ]);
  expect(cookie.isIn({ headers: {} })).toBe(false);
});
