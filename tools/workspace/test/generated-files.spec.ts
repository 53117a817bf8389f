import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Texts = ReadonlyMap<string, string>;
const { readTexts, restoreTexts } = (await import(join(import.meta.dirname, '../generated-files.mjs'))) as {
  readTexts(root: string, paths: readonly string[]): Texts;
  restoreTexts(root: string, before: Texts, after: Texts): string[];
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'earshot-generated-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('names the files that a generator changed, wrote and deleted, and leaves all as they were', () => {
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  mkdirSync(join(root, 'schemas'));
  write('page.md', 'edited by hand');
  write('current.md', 'current');
  write('schemas/removed.json', '{}');
  const paths = ['page.md', 'current.md', 'schemas'];
  const before = readTexts(root, paths);

  write('page.md', 'generated');
  write('schemas/new.json', '[]');
  rmSync(join(root, 'schemas/removed.json'));

  const changed = restoreTexts(root, before, readTexts(root, paths));
  expect(changed.sort()).toEqual(['page.md', 'schemas/new.json', 'schemas/removed.json']);
  expect(readFileSync(join(root, 'page.md'), 'utf8')).toBe('edited by hand');
  expect(readFileSync(join(root, 'current.md'), 'utf8')).toBe('current');
  expect(readdirSync(join(root, 'schemas'))).toEqual(['removed.json']);
});
