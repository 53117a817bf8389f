import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { findLicenceProblems } = (await import(join(root, 'tools/workspace/supply-chain/licence-rules.mjs'))) as {
  findLicenceProblems: (components: readonly Component[], exceptions?: readonly Exception[]) => readonly string[];
};
const { listShippedComponents } = (await import(join(root, 'tools/workspace/supply-chain/shipped-components.mjs'))) as {
  listShippedComponents: () => Promise<Readonly<Record<'packages' | 'libraries' | 'models', readonly Component[]>>>;
};

interface Component {
  name: string;
  version: string;
  license?: string | undefined;
}
interface Exception {
  name: RegExp;
  license: string;
  reason: string;
}
const component = (license: string | undefined, name = 'pad'): Component => ({ name, version: '1.0.0', license });

describe('a licence', () => {
  it.each(['MIT', '(MIT OR GPL-3.0-only)', 'Apache-2.0 AND MIT', 'Apache-2.0 WITH LLVM-exception'])(
    '%s is allowed',
    (license) => expect(findLicenceProblems([component(license)], [])).toEqual([]),
  );

  it.each(['GPL-3.0-only', 'MIT AND AGPL-3.0-only', 'SEE LICENSE IN LICENSE.txt', 'UNLICENSED', '', undefined])(
    '%s is refused',
    (license) =>
      expect(findLicenceProblems([component(license)], [])).toEqual([
        expect.stringMatching(/^pad 1\.0\.0: the licence .* is not allowed\./),
      ]),
  );
});

describe('an exception', () => {
  const exceptions = [{ name: /pad(-.+)?/, license: 'MPL-2.0', reason: 'Only a build uses it.' }];

  it('holds for the names and the licence that it states, and for nothing else', () => {
    const components = [component('MPL-2.0'), component('MPL-2.0', 'pad-linux')];
    expect(findLicenceProblems(components, exceptions)).toEqual([]);
    const others = [component('MPL-2.0', 'leftpad'), component('EPL-2.0')];
    expect(findLicenceProblems([...components, ...others], exceptions)).toHaveLength(2);
  });

  it('is refused when nothing needs it any more', () =>
    expect(findLicenceProblems([component('MIT')], exceptions)).toEqual([
      'The exception for pad(-.+)? (MPL-2.0) is not needed any more. Remove it.',
    ]));
});

it('everything that Earshot ships has an allowed licence', async () => {
  const { packages, libraries, models } = await listShippedComponents();
  for (const part of [packages, libraries, models]) expect(part.length).toBeGreaterThan(3);
  expect(findLicenceProblems([...packages, ...libraries, ...models])).toEqual([]);
});
