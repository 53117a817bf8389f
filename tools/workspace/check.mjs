import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { checkFormat, checkLint, checkTypes, nxEnvironment } from './static-checks.mjs';
import { TestTotals } from './test-totals.mjs';
import { findProjects } from './workspace-projects.mjs';

/**
 * What to run before a commit: types, lint, format and unit tests of what changed against `main`, uncommitted changes
 * included. Lint and format look at what changed; unit tests at what depends on it too. `--all` checks everything.
 */
const all = process.argv.includes('--all');
const startedMs = Date.now();

const lines = (command, args) => {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: nxEnvironment });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
};

/** Where this branch left main. A clone without a local main has origin's. */
function findBase() {
  const known = (ref) => spawnSync('git', ['rev-parse', '-q', '--verify', ref], { cwd: root }).status === 0;
  const main = ['main', 'origin/main'].find(known);
  if (main === undefined)
    throw new Error('There is no main and no origin/main to compare with: run npm run check -- --all');
  // On main itself the unpushed commits are what changed.
  const onMain = lines('git', ['rev-parse', 'HEAD'])[0] === lines('git', ['rev-parse', main])[0];
  return lines('git', ['merge-base', 'HEAD', onMain && known('origin/main') ? 'origin/main' : main])[0];
}

function findChanges() {
  const base = findBase();
  const files = [
    ...lines('git', ['diff', '--name-only', base]),
    ...lines('git', ['ls-files', '--others', '--exclude-standard']),
  ].filter((file) => existsSync(join(root, file)));
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
  const affectedProjects = lines(process.execPath, [nx, 'show', 'projects', '--affected', `--base=${base}`]);
  return { base, files, affected: affectedProjects, touched: touchedProjects(files, affectedProjects) };
}

/** The projects that changed files are in. A file of no project, such as the lint rules, may concern every affected one. */
function touchedProjects(files, affectedProjects) {
  const owners = files.map((file) => findProjects().find(({ path }) => file.startsWith(`${path}/`)));
  const isCode = (file) => /\.(mjs|json)$/.test(file);
  if (files.some((file, at) => owners[at] === undefined && isCode(file))) return affectedProjects;
  return [...new Set(owners.filter(Boolean).map(({ path }) => path.split('/').at(-1)))];
}

ensureInstalled();
const totals = new TestTotals();
const { base, files, affected, touched } = all ? { files: ['.'], affected: [], touched: [] } : findChanges();
if (!all)
  process.stdout.write(
    `${files.length} changed files since ${base.slice(0, 8)}; affected: ${affected.join(', ') || 'nothing'}\n`,
  );
await totals.step('types', () => checkTypes());
if (all || touched.length > 0) await totals.step('lint with the walls', () => checkLint(touched));
if (files.length > 0) await totals.step('format', () => checkFormat(files));
if (all) await totals.jestStep('unit tests', ['--maxWorkers=2', '--testPathPatterns', '/src/']);
else if (affected.length > 0)
  await totals.jestStep('unit tests', [
    '--maxWorkers=2',
    '--passWithNoTests',
    '--selectProjects',
    ...affected,
    '--testPathPatterns',
    '/src/',
  ]);
totals.report();
process.stdout.write(`${((Date.now() - startedMs) / 1000).toFixed(0)} s in all\n`);
