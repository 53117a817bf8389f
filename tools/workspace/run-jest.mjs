import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readCosts, recordCostsIn } from './file-cost.mjs';
import { root } from './install.mjs';

/** More flaky files than this fail the run, because tests that pass only on a second try prove little. */
export const MOST_FLAKY_FILES = 3;
const EXIT_GRACE_MS = 10_000;
/**
 * A worker whose heap is larger after a file is replaced. Node never frees the ES modules that a finished file loaded. With a heap of
 * 2 GB, the garbage collector made a file that loads in 0.8 s of processor time need 6.8 s.
 */
const LARGEST_WORKER_HEAP = '600MB';
/** Jest loads modules anew for each file. With Node's 16 MB for new objects, the garbage collector takes 5 to 9 % more processor time. */
const YOUNG_SPACE = '--max-semi-space-size=64';

/**
 * Runs jest, then runs each failed file once more alone. A file that passes alone is flaky: the report names it, and its
 * second result counts. There is no `--forceExit`, because the test environment fails a file that leaves a handle open.
 */
export async function runJest(args, { node = process.execPath, show = 'ignore', niceness = 0 } = {}) {
  const how = { node, show, niceness };
  const first = await runOnce(how, args);
  const again = new Map();
  for (const file of failedFiles(first)) again.set(file, await runOnce(how, ['--runInBand', '--runTestsByPath', file]));
  return { ...judgeRuns(first, again), costs: first.costs };
}

/** Counts tests over the first run and the second runs of its failed files. */
export function judgeRuns(first, again) {
  const failed = new Set(failedFiles(first));
  const flaky = [...failed].filter((file) => failedFiles(again.get(file)).length === 0);
  const suites = first.testResults.map((suite) =>
    flaky.includes(suite.name) ? again.get(suite.name).testResults[0] : suite,
  );
  const tests = suites.flatMap((suite) => suite.assertionResults.map((test) => ({ ...test, file: suite.name })));
  // A file that could not load, or left a handle open, fails without a failed test: it counts as one.
  const broken = suites.filter(
    ({ name, assertionResults }) => failed.has(name) && !flaky.includes(name) && !assertionResults.some(isFailed),
  );
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(isFailed).length + broken.length,
    skipped: tests.filter(({ status }) => !['passed', 'failed'].includes(status)).length,
    failures: [
      ...tests.filter(isFailed).map(({ file, fullName }) => `${relative(root, file)}: ${fullName}`),
      ...broken.map(({ name, message }) => `${relative(root, name)}: ${firstLine(message)}`),
    ],
    skips: tests
      .filter(({ status }) => status === 'pending')
      .map(({ file, fullName }) => `${relative(root, file)}: ${fullName}`),
    flaky: flaky.map((file) => relative(root, file)),
  };
}

const isFailed = ({ status }) => status === 'failed';
const failedFiles = ({ testResults }) => testResults.filter(isFailed).map(({ name }) => name);
const firstLine = (text) =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? 'failed';

async function runOnce(how, args) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-jest-'));
  const report = join(folder, 'report.json');
  const costsFile = join(folder, 'costs.jsonl');
  try {
    const exit = await runUntilReported(report, { ...how, env: recordCostsIn(costsFile) }, [
      '--experimental-vm-modules',
      '--no-warnings',
      YOUNG_SPACE,
      join(root, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${report}`,
      `--workerIdleMemoryLimit=${LARGEST_WORKER_HEAP}`,
      ...args,
    ]);
    if (!existsSync(report)) throw new Error(`jest exited with ${exit} and wrote no report`);
    return { ...JSON.parse(readFileSync(report, 'utf8')), costs: readCosts(costsFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills jest some seconds after its report, because an open handle keeps it alive for ever. That file has already failed. */
async function runUntilReported(report, { node, show, niceness, env }, args) {
  const jest = spawn(node, args, {
    cwd: root,
    stdio: ['ignore', show, 'inherit'],
    env: { ...process.env, ...env, CI: 'true' },
  });
  // The workers that jest starts inherit it.
  if (niceness > 0 && jest.pid !== undefined) setPriority(jest.pid, niceness);
  const watch = setInterval(() => {
    if (existsSync(report) && Date.now() - statSync(report).mtimeMs > EXIT_GRACE_MS) jest.kill('SIGKILL');
  }, 1000);
  const [code, signal] = await once(jest, 'exit');
  clearInterval(watch);
  return code ?? signal;
}
