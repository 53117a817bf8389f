import { errorTables } from '@earshot/contracts';
import { lcaErrorCodes } from '@earshot/media/lca';
import { Failure } from '@earshot/ports';
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsDoc } from './errors-doc.js';

const root = join(import.meta.dirname, '../../..');
const sources = execFileSync('git', ['ls-files', 'apps', 'libs', 'tools'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.tsx?$/.test(path) && !/\.spec\.tsx?$|\/test\/|\/error-codes\//.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8'));
const codes = Object.values(errorTables).flatMap((table) => Object.keys(table));

describe('the tables of error codes', () => {
  it('have each code once', () => {
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('have every code that is raised, or the code does not compile', () => {
    // @ts-expect-error: there is no such line
    expect(new Failure('NOT_IN_THE_TABLES', '').code).toBe('NOT_IN_THE_TABLES');
    expect(new Failure('OWN_OF_A_TEAM', '').code).toBe('OWN_OF_A_TEAM');
  });

  it('have no code that nothing raises', () => {
    const raised = new Set(sources.flatMap((text) => text.match(/'[A-Z][A-Z0-9]*(_[A-Z0-9]+)*'/g) ?? []));
    expect(codes.filter((code) => !raised.has(`'${code}'`))).toEqual([]);
  });

  it('say what each code means and what to do, in the page as well', () => {
    const page = errorsDoc();
    const rowOf = (code: string) => page.split('\n').find((line) => line.startsWith(`| \`${code}\` |`));
    for (const { means, todo } of Object.values(errorTables).flatMap((table) => Object.values(table)))
      for (const sentence of [means, todo]) expect(sentence).toMatch(/^.{7,160}\.$/);
    expect([...codes, ...lcaErrorCodes].filter((code) => rowOf(code) === undefined)).toEqual([]);
  });
});
