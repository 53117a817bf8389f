import { expect, it } from '@jest/globals';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { judgeRuns } = (await import(join(root, 'tools/workspace/run-jest.mjs'))) as {
  judgeRuns: (first: Run, again: Map<string, Run>) => Record<string, unknown>;
};

interface Run {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

const test = (status: string, fullName = 'works') => ({ status, fullName });
const file = (name: string, status: string, ...assertionResults: ReturnType<typeof test>[]) => ({
  ...{ name: join(root, name), status, assertionResults },
  message: '\n  Cannot find module\n',
});
const run = (...testResults: Run['testResults']): Run => ({ testResults });

it('counts what passed, failed and was skipped', () => {
  const broken = file('b.spec.ts', 'failed', test('passed'), test('failed', 'adds'));
  const first = run(file('a.spec.ts', 'passed', test('passed'), test('pending', 'needs a broker')), broken);
  expect(judgeRuns(first, new Map([[broken.name, run(broken)]]))).toEqual({
    ...{ passed: 2, failed: 1, skipped: 1, flaky: [] },
    failures: ['b.spec.ts: adds'],
    skips: ['a.spec.ts: needs a broker'],
  });
});

it('calls a file flaky that passes alone, and counts its second run', () => {
  const first = file('a.spec.ts', 'failed', test('failed'), test('passed'));
  const alone = file('a.spec.ts', 'passed', test('passed'), test('passed'));
  expect(judgeRuns(run(first), new Map([[first.name, run(alone)]]))).toMatchObject({
    ...{ passed: 2, failed: 0, flaky: ['a.spec.ts'], failures: [] },
  });
});

it('counts a file that cannot be loaded, or leaves a handle open, as one failure', () => {
  const broken = file('a.spec.ts', 'failed');
  expect(judgeRuns(run(broken), new Map([[broken.name, run(broken)]]))).toMatchObject({
    ...{ passed: 0, failed: 1, failures: ['a.spec.ts: Cannot find module'] },
  });
});
