import { expect, it } from '@jest/globals';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { findCompileOnly, listShippedPackages } = (await import(
  join(root, 'tools/workspace/supply-chain/shipped-packages.mjs')
)) as {
  findCompileOnly: (dockerfile: string) => string[];
  listShippedPackages: (lock: object, compileOnly?: readonly string[]) => readonly ShippedPackage[];
};

interface ShippedPackage {
  path: string;
  name: string;
  isOptional: boolean;
  isDirect: boolean;
  isInImages: boolean;
  dependsOn: string[];
}

const version = '1.0.0';
const lock = {
  packages: {
    '': { dependencies: { web: version, bundler: version }, devDependencies: { tester: version } },
    'libs/words': { dependencies: { schema: version } },
    'node_modules/@earshot/words': { link: true },
    'node_modules/web': {
      version,
      dependencies: { shared: '1', '@scope/deep': '1' },
      peerDependencies: { tester: '1' },
    },
    'node_modules/web/node_modules/shared': { version: '2.0.0', optionalDependencies: { native: '1' } },
    'node_modules/shared': { version },
    'node_modules/@scope/deep': { version, dependencies: { shared: '1', missing: '1' } },
    'node_modules/native': { version, optional: true },
    'node_modules/bundler': { version, dependencies: { compressor: '1', shared: '1' } },
    'node_modules/compressor': { version, name: 'renamed' },
    'node_modules/schema': { version },
    'node_modules/tester': { version, dev: true },
  },
};
const packages = listShippedPackages(lock, ['bundler']);
const find = (path: string) => packages.find((entry) => entry.path === `node_modules/${path}`);

it('leaves out what only tests use, and the projects of the workspace', () => {
  expect(packages.map(({ name }) => name)).toEqual([
    ...['web', 'shared', 'shared', '@scope/deep', 'native', 'bundler', 'renamed', 'schema'],
  ]);
});

it('finds the package that Node would load: beside the one that uses it, or above', () => {
  expect(find('web')?.dependsOn).toEqual(['node_modules/web/node_modules/shared', 'node_modules/@scope/deep']);
  expect(find('@scope/deep')?.dependsOn).toEqual(['node_modules/shared']);
  expect(find('web/node_modules/shared')?.dependsOn).toEqual(['node_modules/native']);
});

it('tells what Earshot itself uses, what is optional, and what the images leave out', () => {
  expect(packages.filter(({ isDirect }) => isDirect).map(({ name }) => name)).toEqual(['web', 'bundler', 'schema']);
  expect(packages.filter(({ isOptional }) => isOptional).map(({ name }) => name)).toEqual(['native']);
  expect(packages.filter(({ isInImages }) => !isInImages).map(({ name }) => name)).toEqual(['bundler', 'renamed']);
});

it('reads from the Dockerfile which dependencies the images leave out', () => {
  const line = 'RUN npm pkg delete dependencies.@swc/core dependencies.vite \\\n  && npm prune';
  expect(findCompileOnly(line)).toEqual(['@swc/core', 'vite']);
});
