import { describe, expect, it } from '@jest/globals';
import { RequestGuard } from './request-guard.js';

const guard = new RequestGuard({ EARSHOT_ALLOWED_ORIGINS: ['https://calls.example.org'] });

describe('the names a client may reach us by', () => {
  it.each(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', 'calls.example.org'])('%s', (host) => {
    expect(guard.checkHost({ headers: { host } })).toBeNull();
  });

  // Another site's page whose own name points here, as it can where a container's port is published on loopback.
  it.each(['evil.example.com:4000', '10.0.0.7:4000', 'localhost.evil.example.com', ''])('not "%s"', (host) => {
    expect(guard.checkHost({ headers: { host } })).toBe('HOST_NOT_ALLOWED');
  });
});
