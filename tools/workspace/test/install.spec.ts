import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { findBroken, findMissing } = (await import(join(root, 'tools/workspace/installed-packages.mjs'))) as {
  findMissing: (installed: Packages, parts: Parts, wanted: Packages) => { needed: string[]; optional: string[] };
  findBroken: (installed: Packages, root: string) => string[];
};
const { explainNpmFailure } = (await import(join(root, 'tools/workspace/npm-output.mjs'))) as {
  explainNpmFailure: (stderr: string) => string | undefined;
};

const { addAddresses } = (await import(join(root, 'tools/workspace/addressed-lock.mjs'))) as {
  addAddresses: (lock: { packages: Packages }, registryOf: (name: string) => string) => { packages: Packages };
};

type Packages = Record<string, Entry>;
interface Entry {
  version?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  resolved?: string;
  os?: string[];
  cpu?: string[];
}
interface Parts {
  withTools?: boolean;
}

const wanted: Packages = {
  '': {},
  'apps/web': { version: '0.1.0' },
  'node_modules/@earshot/web': { link: true },
  'node_modules/ws': { version: '8.0.0' },
  'node_modules/jest': { version: '30.0.0', dev: true },
  'node_modules/fsevents': { version: '2.0.0', optional: true, os: ['other'] },
  'node_modules/native': { version: '3.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
};
const without = (...names: string[]): Packages =>
  Object.fromEntries(Object.entries(wanted).filter(([path]) => !names.some((name) => path.endsWith(`/${name}`))));
const start = without('jest', 'fsevents');
const nothing = { needed: [], optional: [] };

describe('findMissing', () => {
  it('finds nothing for a start without the test tools', () => expect(findMissing(start, {}, wanted)).toEqual(nothing));
  it('finds the test tools that the tests need', () =>
    expect(findMissing(start, { withTools: true }, wanted).needed).toEqual(['node_modules/jest']));
  it('finds nothing where everything for this machine is installed', () =>
    expect(findMissing(without('fsevents'), { withTools: true }, wanted)).toEqual(nothing));
  it('finds a package of another version', () =>
    expect(findMissing({ ...start, 'node_modules/ws': { version: '7.0.0' } }, {}, wanted).needed).toEqual([
      'node_modules/ws',
    ]));
  it('finds an optional package for this machine, which npm could not fetch or another machine left out', () =>
    expect(findMissing(without('native', 'fsevents'), {}, wanted)).toEqual({
      needed: [],
      optional: ['node_modules/native'],
    }));
  it('finds everything where nothing is installed', () =>
    expect(findMissing({}, {}, wanted)).toEqual({
      needed: ['node_modules/@earshot/web', 'node_modules/ws'],
      optional: ['node_modules/native'],
    }));
});

describe('findBroken', () => {
  let folder = '';
  const install = (name: string, manifest: string) => {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), manifest);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-packages-'));
    install('whole', '{"version":"1.0.0"}');
    install('cut', '{"version":"1.0');
    install('old', '{"version":"0.9.0"}');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds packages that are gone, cut or of another version than npm noted', () => {
    const noted = ['whole', 'cut', 'old', 'gone'].map((name) => [`node_modules/${name}`, { version: '1.0.0' }]);
    const broken = ['node_modules/cut', 'node_modules/old', 'node_modules/gone'];
    expect(findBroken(Object.fromEntries(noted) as Packages, folder)).toEqual(broken);
  });
});

it.each([
  ['ENOTFOUND', 'could not reach the registry'],
  ['ENOSPC', 'disk is full'],
  ['EACCES', 'may not write'],
  ['EINTEGRITY', 'differs from package-lock.json'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
])('%s of npm becomes one line: %s', (code, line) => {
  const stderr = `npm error code ${code}\nnpm error at a.js:1\nnpm error A complete log of this run can be found in: /n/log\n`;
  expect(explainNpmFailure(stderr)).toMatch(
    new RegExp(`^PACKAGES_NOT_INSTALLED: .*${line}.*\\(${code}, npm's log: /n/log\\)$`),
  );
});
it('keeps the words of npm where it knows no better ones', () =>
  expect(explainNpmFailure('npm error code ERESOLVE\n')).toBeUndefined());

describe('the lock file', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Packages };
  const flagsOf = (name: string) => [name, packages[`node_modules/${name}`]?.dev];

  it('marks the test tools, so that a start can leave them out', () => {
    for (const name of ['jest', 'nx', 'eslint', 'prettier', 'playwright-core'])
      expect(flagsOf(name)).toEqual([name, true]);
    for (const name of ['vite', '@swc/core', 'pg', 'ws', 'kafkajs']) expect(flagsOf(name)).toEqual([name, undefined]);
  });

  it('names no address, because networks have different registries', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved?.includes('://'))).toEqual([]);
  });

  it('gets the addresses of the registry of this user for an installation', () => {
    const registryOf = (name: string) => (name.startsWith('@aws-sdk/') ? 'http://a.invalid' : 'http://b.invalid/npm');
    const addressed = addAddresses({ packages }, registryOf).packages;
    const addressOf = (path: string) => addressed[`node_modules/${path}`]?.resolved;
    const versionOf = (path: string) => packages[`node_modules/${path}`]?.version;
    expect(addressOf('kafkajs')).toBe(`http://b.invalid/npm/kafkajs/-/kafkajs-${versionOf('kafkajs')}.tgz`);
    expect(addressOf('native-typescript')).toMatch(/^http:..b.invalid.npm.typescript.-.typescript-7.*tgz$/);
    expect(addressOf('@aws-sdk/client-s3')).toMatch(/^http:..a.invalid.@aws-sdk.client-s3.-.client-s3-3.*tgz$/);
    expect(addressOf('@earshot/contracts')).toBe('libs/contracts');
  });
});
