import { describe, expect, it } from '@jest/globals';
import { RequestGuard } from './request-guard.js';

const guard = new RequestGuard({ EARSHOT_ALLOWED_ORIGINS: ['https://calls.example.org'] });

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
});
