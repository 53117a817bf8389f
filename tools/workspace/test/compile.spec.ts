import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../../..');
const { compileChanged } = (await import(join(root, 'tools/workspace/compile.mjs'))) as {
  compileChanged: (folders: string[]) => Promise<number>;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-compile-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(folder, 'src/inner'), { recursive: true });
  write('src/inner/add.ts', 'export const add = (one: number, other: number): number => one + other;');
  write('src/index.ts', "import { add } from './inner/add.js';\nexport const sum: number = add(1, 2);");
  write('src/index.spec.ts', 'export {};');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
  // Older than the compiled files, whatever the resolution of the file system's times.
  utimesSync(join(folder, path), 1, 1);
}

it('compiles sources that import each other, and no specs', async () => {
  expect(await compileChanged([folder])).toBe(2);
  const { sum } = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as { sum: number };
  expect(sum).toBe(3);
  expect(existsSync(join(folder, 'dist/index.spec.js'))).toBe(false);
});

it('copies a plain .mjs file, which the compiled code beside it loads', async () => {
  write('src/inner/words.worker.mjs', 'export const words = 3;\n');
  write('src/index.ts', "export const worker: URL = new URL('./inner/words.worker.mjs', import.meta.url);");
  expect(await compileChanged([folder])).toBe(3);
  const { worker } = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as { worker: URL };
  expect(await import(worker.href)).toMatchObject({ words: 3 });
  expect(await compileChanged([folder])).toBe(0);
});

it('writes a source map that leads to the source', async () => {
  await compileChanged([folder]);
  expect(readFileSync(join(folder, 'dist/inner/add.js'), 'utf8')).toMatch(/\/\/# sourceMappingURL=add\.js\.map\n$/);
  const map = JSON.parse(readFileSync(join(folder, 'dist/inner/add.js.map'), 'utf8')) as { sources: string[] };
  expect(map.sources.map((source) => join(folder, 'dist/inner', source))).toEqual([join(folder, 'src/inner/add.ts')]);
});

it('compiles again only what changed', async () => {
  await compileChanged([folder]);
  expect(await compileChanged([folder])).toBe(0);
  writeFileSync(join(folder, 'src/index.ts'), 'export const sum = 4;');
  const later = Date.now() / 1_000 + 60;
  utimesSync(join(folder, 'src/index.ts'), later, later);
  expect(await compileChanged([folder])).toBe(1);
  expect(readFileSync(join(folder, 'dist/index.js'), 'utf8')).toContain('sum = 4');
});

it('rejects with the file and the line of a syntax error', async () => {
  write('src/index.ts', 'export const = 1;');
  await expect(compileChanged([folder])).rejects.toThrow(/index\.ts/);
});
