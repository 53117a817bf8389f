import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { CapturingLogger, TestAuthority, TestTlsFiles } from '@earshot/testing';
import { loadEarshotConfig } from '../src/earshot.config.js';
import { startEarshot } from '../src/start-earshot.js';

jest.setTimeout(120_000);

const authority = await TestAuthority.create();

describe('Earshot in production', () => {
  let home: string;
  let files: TestTlsFiles;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-production-'));
    files = await TestTlsFiles.create(await authority.issue());
  });
  afterEach(async () => {
    await files.dispose();
    await rm(home, { recursive: true, force: true });
  });

  const refusalOf = (env: Record<string, string>) =>
    startEarshot(loadEarshotConfig({ EARSHOT_MODE: 'production', EARSHOT_DATA_DIR: join(home, 'data'), ...env })).then(
      () => 'it starts',
      ({ code, message }: { code: string; message: string }) => [code, ...message.split('\n').map(settingOf)],
    );
  const settingOf = (line: string): string => line.split(':', 1)[0] ?? '';

  it('names everything that is missing, and writes nothing', async () => {
    expect(await refusalOf({ EARSHOT_AUTH: 'open', EARSHOT_ALLOW_UNAUTHENTICATED: 'true' })).toEqual([
      'PRODUCTION_NOT_READY',
      'EARSHOT_TLS_CERT_FILE',
      'EARSHOT_AUTH',
      'EARSHOT_ALLOW_UNAUTHENTICATED',
      'EARSHOT_MASTER_KEY',
    ]);
    expect(existsSync(join(home, 'data'))).toBe(false);
  });

  it('refuses a redirect without TLS before it writes anything, outside of production, too', async () => {
    const env = { EARSHOT_MODE: 'development', EARSHOT_HTTP_REDIRECT_PORT: '0' };
    expect(await refusalOf(env)).toEqual(['SETTING_INVALID', 'EARSHOT_HTTP_REDIRECT_PORT']);
    expect(existsSync(join(home, 'data'))).toBe(false);
  });

  it('counts what is there', async () => {
    expect(await refusalOf({ ...files.settings, EARSHOT_AUTH: 'open', EARSHOT_MASTER_KEY_FILE: '/keys' })).toEqual([
      'PRODUCTION_NOT_READY',
      'EARSHOT_AUTH',
    ]);
  });

  it('starts with everything, and answers over TLS only, and nobody without a key', async () => {
    const dataDir = join(home, 'data');
    await copyTestCluster(dataDir);
    const config = loadEarshotConfig({
      ...{ EARSHOT_MODE: 'production', EARSHOT_AUTH: 'local', EARSHOT_DATA_DIR: dataDir, SPEECH_ENGINE: 'scripted' },
      ...{ EARSHOT_HTTP_PORT: '0', EARSHOT_INGEST_PORT: '0', ...files.settings },
      EARSHOT_MASTER_KEY: randomBytes(32).toString('base64'),
    });
    const earshot = await startEarshot(config, { logger: new CapturingLogger() });
    try {
      expect([earshot.httpUrl, earshot.ingestUrl]).toEqual([
        expect.stringMatching(/^https:/),
        expect.stringMatching(/^wss:/),
      ]);
      const headers = { 'content-type': 'application/json' };
      const asked = request(`${earshot.httpUrl}/graphql`, { method: 'POST', ca: authority.certificate, headers });
      asked.end(JSON.stringify({ query: '{ __typename }' }));
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      expect(answer.statusCode).toBe(401);
      await expect(once(get(earshot.httpUrl.replace('https:', 'http:')), 'response')).rejects.toThrow();
    } finally {
      await earshot.close();
    }
  });
});
