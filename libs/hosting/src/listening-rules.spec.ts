import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { requireFreePort, requireSafeHost } from './listening-rules.js';

const check =
  (host: string, isAllowed = false, auth: 'open' | 'local' = 'open') =>
  () =>
    requireSafeHost({ EARSHOT_AUTH: auth, EARSHOT_HOST: host, EARSHOT_ALLOW_UNAUTHENTICATED: isAllowed });

describe('requireSafeHost', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('accepts %s, which only this machine reaches', (host) => {
    expect(check(host)).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '10.0.0.7', 'localhost.example.org', '127.example.org'])(
    'refuses %s, which others reach without a key, unless that is allowed',
    (host) => {
      expect(check(host)).toThrow(
        expect.objectContaining({
          code: 'HOST_NEEDS_IDENTITY',
          message: expect.stringContaining('EARSHOT_ALLOW_UNAUTHENTICATED'),
        }),
      );
      expect(check(host, true)).not.toThrow();
    },
  );

  it('accepts every address where keys are needed', () => expect(check('0.0.0.0', false, 'local')).not.toThrow());
});

describe('requireFreePort', () => {
  it('names the setting of a port that is taken', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    const address = { host: '127.0.0.1', port, portVariable: 'EARSHOT_HTTP_PORT' };
    await expect(requireFreePort(address)).rejects.toThrow(`EARSHOT_HTTP_PORT: port ${port} is taken`);
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePort(address)).resolves.toBeUndefined();
  });
});
