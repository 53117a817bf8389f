import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestAuthority, TestTlsFiles } from '@earshot/testing';
import { loadEarshotConfig } from '../src/earshot.config.js';
import { startEarshot } from '../src/start-earshot.js';

describe('Earshot in production', () => {
  let home: string;
  let files: TestTlsFiles;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-production-'));
    files = await TestTlsFiles.create(await (await TestAuthority.create()).issue());
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

  it('counts what is there', async () => {
    expect(await refusalOf({ ...files.settings, EARSHOT_AUTH: 'open', EARSHOT_MASTER_KEY_FILE: '/keys' })).toEqual([
      'PRODUCTION_NOT_READY',
      'EARSHOT_AUTH',
    ]);
  });
});
