import { describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeSpanDirectory, removeOrphanedSpans } from './span-directory.js';

describe('span directories', () => {
  it('are removed only after their process has ended', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'earshot-parent-'));
    const own = await makeSpanDirectory(parent);
    for (const name of ['earshot-speech-2147483646-abc', `earshot-speech-${process.ppid}-abc`, 'other'])
      await mkdir(join(parent, name));
    await removeOrphanedSpans(parent);
    expect((await readdir(parent)).sort()).toEqual(
      [basename(own), `earshot-speech-${process.ppid}-abc`, 'other'].sort(),
    );
    await rm(parent, { recursive: true });
  });
});
