import { typeDefs } from '@earshot/graphql-api';
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { basename, dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const pages = files.filter((path) => path.endsWith('.md')).map((path) => ({ path, text: read(path) }));
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Everything that is not a page: what a page names must stand here. */
const names = new Set(
  files
    .filter((path) => /\.(?:[cm]?[jt]sx?|json|ya?ml|graphql|sql)$|Dockerfile$|\.env\.example$/.test(path))
    .filter((path) => path !== 'package-lock.json' && !import.meta.filename.endsWith(path))
    .flatMap((path) => read(path).match(/[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|earshot_[a-z_]+/g) ?? []),
);
const missing = (found: Iterable<string>, exists: (name: string) => boolean): string[] =>
  [...new Set(found)].filter((name) => !exists(name));
const matchesOf = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);

describe.each(pages)('$path', ({ path, text }) => {
  it('links to files that exist', () => {
    const links = matchesOf(text, /\]\(([^)\s#]+)[^)]*\)/g).filter((link) => !/^(?:https?|mailto):/.test(link));
    expect(missing(links, (link) => existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  it('names files that exist', () => {
    const named = matchesOf(text, /`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|tsx|mjs|graphql|sql|css|md|yml|yaml))`/g);
    expect(missing(named, (name) => files.some((file) => file === name || file.endsWith(`/${name}`)))).toEqual([]);
  });

  it('names settings, codes and metrics that the code has', () => {
    // A name that ends with an ellipsis stands for several.
    const named = matchesOf(text, /(?<![\w…])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|earshot_[a-z_]+)(?![\w…]|_…)/g);
    expect(missing(named, (name) => names.has(name))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    expect(missing(matchesOf(text, /npm run ([a-z][\w:]*)/g), (name) => name in scripts)).toEqual([]);
  });
});

describe('the GraphQL that pages show', () => {
  const schema = buildSchema(typeDefs);
  const operations = pages.flatMap(({ path, text }) =>
    matchesOf(text, /```graphql\n([\s\S]*?)```/g).map((operation) => ({ path, operation })),
  );

  it('is on the first page', () => expect(operations.map(({ path }) => path)).toContain('README.md'));

  it.each(operations)('fits the schema: $path', ({ operation }) => {
    expect(validate(schema, parse(operation))).toEqual([]);
  });
});

describe('a README', () => {
  it('has 60 lines at most', () => {
    const readmes = pages.filter(({ path }) => basename(path) === 'README.md' && path !== 'README.md');
    expect(readmes.filter(({ text }) => text.trimEnd().split('\n').length > 60).map(({ path }) => path)).toEqual([]);
  });
});

describe('the decisions in docs/adr', () => {
  const decisions = pages.filter(({ path }) => path.startsWith('docs/adr/'));

  it('have a number each, which is that of their title', () => {
    const numbers = decisions.map(({ path }) => Number(basename(path).slice(0, 4)));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(decisions.map(({ text }) => Number(/^# (\d+)\. /.exec(text)?.[1]))).toEqual(numbers);
  });
});
