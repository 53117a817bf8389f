import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

/** The only code of the product that may write to a disk, and what it writes. No export of a call or of the audit is among it. */
const WRITERS: Readonly<Record<string, string>> = {
  'apps/ingest/src/sources/upload/inbox/folder-inbox.ts':
    'what became of a recording in the watched folder, without its words',
  'apps/ingest/src/sources/upload/items/': 'sealed recordings that wait, and what became of them',
  'libs/access/src/call-key-file.ts': 'the access key of `npm run call`',
  'libs/adapters/embedded-postgres/src/': 'the files of the embedded database',
  'libs/adapters/event-bus/src/embedded/journal/': 'sealed messages',
  'libs/adapters/keys/src/master-key-file.ts': 'the master key',
  'libs/adapters/recordings/src/disk/': 'sealed recordings',
  'libs/adapters/speech/src/models/': 'models of engines',
  'libs/adapters/speech/src/sherpa/': 'models of engines',
  'libs/hosting/src/lock-data-directory.ts': 'the lock of the data directory',
  'tools/run/stack/src/stack-kafka.ts': 'the process id of a broker on this machine',
};
/** Opens files only to read them. */
const READERS = ['libs/access/src/passwords/breached-passwords.ts', 'libs/adapters/speech/src/scripted/script-file.ts'];

const FROM_FS = /(?:import|export)\s([^;]*?)\sfrom\s'(?:node:)?fs(?:\/promises)?'/g;
const WRITING = /\b(writ|append|open|copy|cp|rename|link|symlink|truncate|createWriteStream|mkdtemp|promises)/;
const LOADED = /(?:import|require|getBuiltinModule)\(\s*['"](?:node:)?fs(?:\/promises)?['"]/;

/** Whether a source takes something from Node with which it could write a file. */
function canWrite(source: string): boolean {
  const imports = [...source.matchAll(FROM_FS)]
    .map(([, names = '']) => names)
    .filter((names) => !/^type\s/.test(names));
  return LOADED.test(source) || imports.some((names) => !names.includes('{') || WRITING.test(names));
}

describe('the sources of the product', () => {
  const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'apps', 'libs', 'tools/run'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => /\/src\/.*\.tsx?$/.test(path) && !/\.spec\.tsx?$/.test(path) && !path.startsWith('libs/testing/'))
    .filter((path) => existsSync(join(root, path)));
  const writing = sources.filter((path) => canWrite(readFileSync(join(root, path), 'utf8')));

  it('write no other file than these', () => {
    expect(sources.length).toBeGreaterThan(500);
    const isKnown = (path: string) =>
      READERS.includes(path) || Object.keys(WRITERS).some((start) => path.startsWith(start));
    expect(writing.filter((path) => !isKnown(path))).toEqual([]);
  });

  it('still hold every writer and reader of the list', () => {
    const known = [...READERS, ...Object.keys(WRITERS)];
    expect(known.filter((start) => !writing.some((path) => path.startsWith(start)))).toEqual([]);
  });

  it.each([
    `import { readFile, writeFile } from 'node:fs/promises';`,
    `import { createWriteStream } from 'fs';`,
    `import { promises } from 'node:fs';`,
    `import fs from 'node:fs';`,
    `import * as fs from 'node:fs';`,
    `const fs = await import('node:fs');`,
    `const fs = require("fs");`,
  ])('are searched for %s', (source) => expect(canWrite(source)).toBe(true));

  it.each([`import { existsSync, readFile } from 'node:fs';`, `import type { Stats } from 'node:fs';`])(
    'may hold %s',
    (source) => expect(canWrite(source)).toBe(false),
  );
});
