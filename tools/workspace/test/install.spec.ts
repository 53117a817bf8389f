import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { isComplete } = (await import(join(root, 'tools/workspace/install.mjs'))) as {
  isComplete: (installed: Packages | undefined, withTools: boolean, wanted: Packages) => boolean;
};

type Packages = Record<string, { version?: string; link?: boolean; dev?: boolean; optional?: boolean }>;

const wanted: Packages = {
  '': {},
  'apps/web': { version: '0.1.0' },
  'node_modules/@earshot/web': { link: true },
  'node_modules/ws': { version: '8.0.0' },
  'node_modules/jest': { version: '30.0.0', dev: true },
  'node_modules/fsevents': { version: '2.0.0', optional: true },
};
const { 'node_modules/jest': jestPackage, ...startPackages } = wanted;

describe('isComplete', () => {
  it('is true for a start without the test tools', () => expect(isComplete(startPackages, false, wanted)).toBe(true));
  it('is false for the tests without the test tools', () =>
    expect(isComplete(startPackages, true, wanted)).toBe(false));
  it('is true with the test tools', () =>
    expect(isComplete({ ...startPackages, 'node_modules/jest': jestPackage ?? {} }, true, wanted)).toBe(true));
  it('is false for another version', () =>
    expect(isComplete({ ...startPackages, 'node_modules/ws': { version: '7.0.0' } }, false, wanted)).toBe(false));
  it('is false where nothing is installed', () => expect(isComplete(undefined, false, wanted)).toBe(false));
});

it('the lock file marks the test tools, so that a start can leave them out', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Packages };
  for (const name of ['jest', 'nx', 'eslint', 'prettier', 'playwright-core'])
    expect([name, packages[`node_modules/${name}`]?.dev]).toEqual([name, true]);
  for (const name of ['vite', '@swc/core', 'pg', 'ws'])
    expect([name, packages[`node_modules/${name}`]?.dev]).toEqual([name, undefined]);
});
