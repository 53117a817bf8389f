import { errorTables } from '@earshot/contracts';
import { audioSocketErrorCodes } from '@earshot/media/audiosocket';
import { audiohookErrorCodes } from '@earshot/media/audiohook';
import { earshotErrorCodes } from '@earshot/media/earshot';
import { forkErrorCodes } from '@earshot/media/freeswitch';
import { kvsErrorCodes } from '@earshot/media/kvs';
import { lcaErrorCodes } from '@earshot/media/lca';
import { rtpProblemCodes } from '@earshot/media/rtp';
import { siprecErrorCodes } from '@earshot/media/siprec';
import { twilioErrorCodes } from '@earshot/media/twilio';
import { Failure } from '@earshot/ports';
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createErrorsDoc } from './errors-doc.js';

const root = join(import.meta.dirname, '../../..');
const sources = execFileSync('git', ['ls-files', 'apps', 'libs', 'tools'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.spec\.tsx?$|\/test\/|\/error-codes\//.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8'));
const codes = Object.values(errorTables).flatMap((table) => Object.keys(table));

describe('the error tables', () => {
  it('have no duplicate codes', () => {
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('have every code that a Failure may use, checked by the compiler', () => {
    // @ts-expect-error: no table has this code
    expect(new Failure('NOT_IN_THE_TABLES', '').code).toBe('NOT_IN_THE_TABLES');
    expect(new Failure('OWN_OF_A_TEAM', '').code).toBe('OWN_OF_A_TEAM');
  });

  it('have no unused code', () => {
    const raised = new Set(sources.flatMap((text) => text.match(/'[A-Z][A-Z0-9]*(_[A-Z0-9]+)*'/g) ?? []));
    expect(codes.filter((code) => !raised.has(`'${code}'`))).toEqual([]);
  });

  it('have a meaning and an advice for each code, and docs/errors.md lists all codes', () => {
    const page = createErrorsDoc();
    const findRow = (code: string) => page.split('\n').find((line) => line.startsWith(`| \`${code}\` |`));
    for (const { means, todo } of Object.values(errorTables).flatMap((table) => Object.values(table)))
      for (const sentence of [means, todo]) expect(sentence).toMatch(/^.{7,160}\.$/);
    expect(
      [
        ...codes,
        ...lcaErrorCodes,
        ...audiohookErrorCodes,
        ...earshotErrorCodes,
        ...siprecErrorCodes,
        ...audioSocketErrorCodes,
        ...rtpProblemCodes,
        ...twilioErrorCodes,
        ...forkErrorCodes,
        ...kvsErrorCodes,
      ].filter((code) => findRow(code) === undefined),
    ).toEqual([]);
  });
});
