import { expect, it } from '@jest/globals';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { findPackageProblems } = (await import(join(root, 'tools/workspace/check-packages.mjs'))) as {
  findPackageProblems: (manifest: object, files: Map<string, string>, listedByProjects?: string[]) => string[];
};

const manifest = {
  dependencies: { ws: '8.0.0', '@aws-sdk/client-s3': '3.0.0' },
  devDependencies: { '@types/ws': '8.0.0', '@types/node': '20.0.0', jest: '30.0.0', zlibrary: '1.0.0' },
  overrides: { zlibrary: '$zlibrary' },
};
const used = new Map([
  [
    'apps/ingest/src/main.ts',
    "import { WebSocket } from 'ws';\nimport { readFileSync } from 'node:fs';\nimport './near.js';",
  ],
  ['libs/s3/src/read.ts', "const sdk = await import('@aws-sdk/client-s3/commands');"],
  ['apps/ingest/src/main.spec.ts', "import {\n  run,\n} from 'jest';"],
]);
const withFile = (path: string, text: string) => new Map([...used, [path, text]]);

it('finds nothing where every package is used and listed', () =>
  expect(findPackageProblems(manifest, used)).toEqual([]));

it('finds a package that nothing uses', () => {
  const more = { ...manifest, dependencies: { ...manifest.dependencies, leftpad: '1.0.0' } };
  expect(findPackageProblems(more, used)).toEqual(['package.json: nothing uses leftpad. Remove it.']);
});

it.each([
  ["import pad from 'leftpad';"],
  ["import type { Pad } from 'leftpad/types';"],
  ["export * from 'leftpad';"],
  ["import 'leftpad';"],
  ["const pad = await import('leftpad');"],
  ["import {\n  one,\n  other,\n} from 'leftpad';"],
])('finds a package that is not listed: %s', (text) => {
  expect(findPackageProblems(manifest, withFile('libs/domain/src/pad.ts', text))).toEqual([
    'libs/domain/src/pad.ts: imports leftpad, which package.json does not list.',
  ]);
  expect(findPackageProblems(manifest, withFile('libs/domain/src/pad.ts', text), ['leftpad'])).toEqual([]);
});

it('finds code of a start that imports a package of the tests', () =>
  expect(findPackageProblems(manifest, withFile('apps/ingest/src/run.ts', "import { run } from 'jest';"))).toEqual([
    'apps/ingest/src/run.ts: imports jest, which a start does not install. Move it to "dependencies".',
  ]));
