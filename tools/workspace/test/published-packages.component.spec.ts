import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(300_000);

const root = join(import.meta.dirname, '../../..');
const packages = { contracts: 'zod', 'graphql-api': 'graphql' };

describe('the published packages', () => {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-packed-')));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const name of Object.keys(packages)) {
      const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
      const [packed] = JSON.parse(execFileSync('npm', args, { cwd: join(root, 'libs', name), encoding: 'utf8' })) as [
        { filename: string },
      ];
      const to = join(folder, 'node_modules/@earshot', name);
      mkdirSync(to, { recursive: true });
      execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', to, '--strip-components=1']);
      // An install would fetch the dependencies of the package. Here they come from this workspace.
      for (const dependency of Object.keys(readJson(join(to, 'package.json')).dependencies ?? {}))
        cpSync(join(root, 'node_modules', dependency), join(folder, 'node_modules', dependency), { recursive: true });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.keys(packages))('%s has its types and no tests', (name) => {
    const at = join(folder, 'node_modules/@earshot', name);
    const { private: isPrivate, types } = readJson(join(at, 'package.json'));
    expect(isPrivate).toBeUndefined();
    expect(readFileSync(join(at, types ?? '')).length).toBeGreaterThan(0);
    expect(execFileSync('find', [at, '-name', '*.spec.*', '-o', '-name', '*.tsbuildinfo'], { encoding: 'utf8' })).toBe(
      '',
    );
  });

  it('can be imported in an empty folder', () => {
    const program = `
      import { parseEvent, topics } from '@earshot/contracts';
      import { typeDefs } from '@earshot/graphql-api';
      console.log(JSON.stringify([parseEvent(new Uint8Array([1])).error.code, 'calls.audio' in topics, typeof typeDefs]));`;
    const args = ['--input-type=module', '--eval', program];
    expect(JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }))).toEqual([
      ...['EVENT_NOT_JSON', true, 'string'],
    ]);
  });

  it('have types that compile without anything else of this workspace', () => {
    writeFileSync(
      join(folder, 'use.mts'),
      `import type { EventOf } from '@earshot/contracts';
       import type { Resolvers } from '@earshot/graphql-api';
       export const textOf = (event: EventOf<'transcript.segment'>): string => event.data.text;
       export type Queries = Resolvers['Query'];`,
    );
    const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', target: 'es2023', types: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.mts'] }));
    const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  });
});

const readJson = (path: string) =>
  JSON.parse(readFileSync(path, 'utf8')) as {
    private?: boolean;
    types?: string;
    dependencies?: Record<string, string>;
  };
