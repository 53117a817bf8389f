import { expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { default: SlowestFirst } = (await import(join(root, 'jest.sequencer.mjs'))) as {
  default: new (options: object) => { sort(tests: Test[]): Promise<{ path: string }[]> };
};
interface Test {
  path: string;
  context: { config: object; hasteFS: { getSize(path: string): number } };
}

/** A test file of a checkout in which jest has never run. */
const file = (path: string, bytes: number): Test => ({
  path: join(root, path),
  context: {
    config: { id: 'no-such-cache', cacheDirectory: join(root, 'no-such-folder') },
    hasteFS: { getSize: () => bytes },
  },
});

it('the slowest known file starts first, though it is small', async () => {
  const slow = 'tools/generators/test/generators.component.spec.ts';
  const sorted = await new SlowestFirst({ contexts: [], globalConfig: {} }).sort([
    file('libs/domain/src/large.spec.ts', 90_000),
    file('apps/e2e/test/chaos.e2e.spec.ts', 4_000),
    file(slow, 2_000),
    file('libs/domain/src/small.spec.ts', 100),
  ]);
  expect(sorted.map(({ path }) => path.slice(root.length + 1))).toEqual([
    ...[slow, 'apps/e2e/test/chaos.e2e.spec.ts'],
    ...['libs/domain/src/large.spec.ts', 'libs/domain/src/small.spec.ts'],
  ]);
});

it('the list of slow files names only files that exist', () => {
  const named = [...readFileSync(join(root, 'jest.sequencer.mjs'), 'utf8').matchAll(/'([^']+\.spec\.ts)'/g)];
  expect(named.length).toBeGreaterThan(10);
  expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
