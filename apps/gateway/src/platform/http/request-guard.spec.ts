import { describe, expect, it } from '@jest/globals';
import { RequestGuard } from './request-guard.js';

const origins = { EARSHOT_ALLOWED_ORIGINS: ['https://calls.example.org'] };
const guard = new RequestGuard({ ...origins, EARSHOT_TLS_ENDS_AT_PROXY: false });

describe('RequestGuard', () => {
  it.each(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', 'calls.example.org'])(
    'lets a client reach us as %s',
    (host) => {
      expect(guard.checkHost({ headers: { host } })).toBeNull();
    },
  );

  // Another site's page can have a name that points here, such as when a container's port is published on loopback.
  it.each(['evil.example.com:4000', '10.0.0.7:4000', 'localhost.evil.example.com', ''])(
    'refuses the name "%s"',
    (host) => {
      expect(guard.checkHost({ headers: { host } })).toBe('HOST_NOT_ALLOWED');
    },
  );

  // Whoever sits between the browser and us can answer http:// in our name.
  it('takes a page without TLS for ours only where there is no TLS or on this machine', () => {
    const behindTls = new RequestGuard({ ...origins, EARSHOT_TLS_ENDS_AT_PROXY: true });
    const plainPage = { headers: { host: 'calls.example.org', origin: 'http://calls.example.org' } };
    const localPage = { headers: { host: 'localhost:4000', origin: 'http://localhost:4000' } };
    expect([guard.checkOrigin(plainPage), behindTls.checkOrigin(plainPage)]).toEqual([null, 'ORIGIN_NOT_ALLOWED']);
    expect(behindTls.checkOrigin(localPage)).toBeNull();
    expect([behindTls.demandsTls('calls.example.org'), behindTls.demandsTls('localhost:4000')]).toEqual([true, false]);
  });
});
