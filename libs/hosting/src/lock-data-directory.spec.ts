import { expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDirectory } from './lock-data-directory.js';

it('locks a data directory that it creates, and ends with one clear line where it cannot', () => {
  const home = mkdtempSync(join(tmpdir(), 'earshot-data-'));
  try {
    const data = join(home, 'a', 'data');
    const locked = lockDataDirectory(data);
    expect(existsSync(join(data, 'earshot.pid'))).toBe(true);
    locked.release();
    expect(existsSync(join(data, 'earshot.pid'))).toBe(false);

    const file = join(home, 'file');
    writeFileSync(file, '');
    for (const [folder, code] of [
      ['/proc/earshot', 'ENOENT'],
      [join(file, 'data'), 'ENOTDIR'],
      [file, 'ENOTDIR'],
    ] as const)
      expect(() => lockDataDirectory(folder)).toThrow(
        `EARSHOT_DATA_DIR: cannot write to ${folder} (${code}). Correct the path or its permissions.`,
      );
  } finally {
    rmSync(home, { recursive: true });
  }
});
