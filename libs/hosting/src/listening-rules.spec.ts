import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { requireFreePort, requireSafeHost } from './listening-rules.js';

const rules =
  (host: string, isAllowed = false) =>
  () =>
    requireSafeHost({ EARSHOT_HOST: host, EARSHOT_ALLOW_UNAUTHENTICATED: isAllowed });

describe('where a service that opens calls may listen', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('%s: only this machine reaches it', (host) => {
    expect(rules(host)).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '10.0.0.7', 'localhost.example.org', '127.example.org'])('%s: others do', (host) => {
    expect(rules(host)).toThrow(
      expect.objectContaining({
        code: 'HOST_NEEDS_IDENTITY',
        message: expect.stringContaining('EARSHOT_ALLOW_UNAUTHENTICATED'),
      }),
    );
    expect(rules(host, true)).not.toThrow();
  });

  it('names the variable of a port that is taken', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    await expect(requireFreePort('127.0.0.1', port, 'EARSHOT_HTTP_PORT')).rejects.toThrow(
      `EARSHOT_HTTP_PORT: port ${port} is taken`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePort('127.0.0.1', port, 'EARSHOT_HTTP_PORT')).resolves.toBeUndefined();
  });
});
