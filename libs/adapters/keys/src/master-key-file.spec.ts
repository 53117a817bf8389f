import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLocalMasterKey, prepareMasterKeyFile } from './index.js';

const aKey = () => randomBytes(32).toString('base64');

describe('the master key', () => {
  let dataDir: string;
  const inDir = (name: string) => join(dataDir, name);
  const prepare = () => prepareMasterKeyFile(dataDir);
  const open = async () => openLocalMasterKey({ EARSHOT_MASTER_KEY_FILE: await prepare() });

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-keys-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('is made at the first start, for its owner only, and stays the same', async () => {
    const { newestVersion } = await open();
    const text = await readFile(inDir('master.key'), 'utf8');
    expect((await stat(inDir('master.key'))).mode & 0o777).toBe(0o600);
    expect((await open()).newestVersion).toBe(newestVersion);
    expect(await readFile(inDir('master.key'), 'utf8')).toBe(text);
    expect(await readFile(inDir('master.key.version'), 'utf8')).not.toContain(text.trim());
  });

  it('is one key when two processes start at once', async () => {
    const versions = await Promise.all([open(), open(), open()]);
    expect(new Set(versions.map(({ newestVersion }) => newestVersion)).size).toBe(1);
  });

  it('is made again if a crash left its file empty before it was used', async () => {
    await writeFile(inDir('master.key'), '');
    expect((await open()).newestVersion).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is not replaced when its file is lost or holds another key', async () => {
    await open();
    await rm(inDir('master.key'));
    await expect(prepare()).rejects.toMatchObject({
      code: 'MASTER_KEY_LOST',
      message: expect.stringContaining(dataDir),
    });
    await writeFile(inDir('master.key'), aKey());
    await expect(prepare()).rejects.toMatchObject({ code: 'MASTER_KEY_LOST' });
    await rm(inDir('master.key.version'));
    await open();
  });

  it('gets a new version from a new last line', async () => {
    const before = await open();
    await appendFile(inDir('master.key'), `# since June\n\n${aKey()}\n`);
    const after = await open();
    expect(after.newestVersion).not.toBe(before.newestVersion);
    const key = await before.wrap(randomBytes(32), ['a']);
    expect(await after.unwrap(key, ['a'])).toHaveLength(32);
  });

  it('comes from either setting, as the same version', async () => {
    const key = aKey();
    await writeFile(inDir('keys'), `${aKey()}\r\n${key}\r\n`);
    const fromFile = await openLocalMasterKey({ EARSHOT_MASTER_KEY_FILE: inDir('keys') });
    const fromSetting = await openLocalMasterKey({ EARSHOT_MASTER_KEY: key });
    expect(fromFile.newestVersion).toBe(fromSetting.newestVersion);
  });

  it('is refused in plain words, without its content, if it is missing or not usable', async () => {
    const secret = 'hunter2-hunter2';
    await writeFile(inDir('bad'), `${aKey()}\n${secret}\n`);
    await writeFile(inDir('short'), randomBytes(16).toString('base64'));
    await writeFile(inDir('none'), '# no key\n');
    const cases: [object, string, RegExp][] = [
      [{}, 'MASTER_KEY_MISSING', /^EARSHOT_MASTER_KEY: not set, and needed\..*openssl rand -base64 32/],
      [{ EARSHOT_MASTER_KEY: aKey(), EARSHOT_MASTER_KEY_FILE: 'x' }, 'MASTER_KEY_UNUSABLE', /not both/],
      [{ EARSHOT_MASTER_KEY_FILE: inDir('absent') }, 'MASTER_KEY_UNUSABLE', /ENOENT/],
      [{ EARSHOT_MASTER_KEY_FILE: inDir('bad') }, 'MASTER_KEY_UNUSABLE', /line 2 is not a key/],
      [{ EARSHOT_MASTER_KEY_FILE: inDir('short') }, 'MASTER_KEY_UNUSABLE', /line 1 is not a key/],
      [{ EARSHOT_MASTER_KEY_FILE: inDir('none') }, 'MASTER_KEY_UNUSABLE', /holds no key/],
    ];
    for (const [settings, code, message] of cases) {
      const error = await openLocalMasterKey(settings).catch((reason: Error) => reason);
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
      expect(String(error)).not.toContain(secret);
    }
  });
});
