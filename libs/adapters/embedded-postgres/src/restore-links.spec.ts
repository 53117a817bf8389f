import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoreLinks } from './restore-links.js';

describe('restoreLinks', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-links-'));
    await mkdir(join(folder, 'native/lib'), { recursive: true });
    await writeFile(
      join(folder, 'native/pg-symlinks.json'),
      JSON.stringify([
        { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
        { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
      ]),
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes each link that an installation without scripts left out, and keeps the others', async () => {
    await symlink('libpq.so.5.18', join(folder, 'native/lib/libpq.so'));
    await restoreLinks(folder);
    await restoreLinks(folder);
    for (const name of ['libpq.so', 'libpq.so.5'])
      expect(await readlink(join(folder, 'native/lib', name))).toBe('libpq.so.5.18');
  });

  it('does nothing in a package without a list of links', async () => {
    await rm(join(folder, 'native/pg-symlinks.json'));
    await expect(restoreLinks(folder)).resolves.toBeUndefined();
  });

  it('rejects where the folder cannot be written', async () => {
    await rm(join(folder, 'native/lib'), { recursive: true });
    await expect(restoreLinks(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
