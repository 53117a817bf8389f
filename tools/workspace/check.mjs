import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuseArguments } from './bad-argument.mjs';
import { ensureInstalled, root } from './install.mjs';
import { checkCycles, checkFormat, checkLint, checkTypes, nxEnvironment } from './static-checks.mjs';
import { TestTotals } from './test-totals.mjs';
import { findProjects } from './find-projects.mjs';

/**
 * Checks a change before its commit: types everywhere; lint, format and unit tests of the projects that differ from `main`.
 * The type check finds what a change breaks in other projects. Their unit tests run with `--dependents`, and always in CI.
 */
const args = process.argv.slice(2);
const isAll = args.includes('--all');
const withDependents = args.includes('--dependents');
const named = args.filter((arg) => !arg.startsWith('-'));
const unknown = args.filter((arg) => arg.startsWith('-') && !['--all', '--dependents'].includes(arg));
refuseArguments(unknown, 'npm run check', 'It takes names of projects, --all and --dependents.');
const projects = findProjects().map(({ path }) => ({ path, name: path.split('/').at(-1) }));
const startedMs = Date.now();

function readLines(command, commandArgs) {
  const { stdout, stderr, status } = spawnSync(command, commandArgs, {
    cwd: root,
    encoding: 'utf8',
    env: nxEnvironment,
  });
  if (status !== 0) throw new Error(`${command} ${commandArgs.join(' ')} failed: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Finds the commit where this branch left main, or origin/main in a clone without a local main. */
function findBase() {
  const isKnown = (ref) => spawnSync('git', ['rev-parse', '-q', '--verify', ref], { cwd: root }).status === 0;
  const main = ['main', 'origin/main'].find(isKnown);
  if (main === undefined)
    throw new Error('There is no main and no origin/main to compare with: run npm run check -- --all');
  // On main itself, the commits that are not pushed count as the change.
  const isOnMain = readLines('git', ['rev-parse', 'HEAD'])[0] === readLines('git', ['rev-parse', main])[0];
  return readLines('git', ['merge-base', 'HEAD', isOnMain && isKnown('origin/main') ? 'origin/main' : main])[0];
}

/** Returns the paths whose format to check, the changed projects, and the projects that depend on them. */
function findScope() {
  if (isAll) return { paths: ['.'], changed: projects.map(({ name }) => name), dependents: [] };
  return named.length > 0 ? findNamedScope() : findChangedScope();
}

function findNamedScope() {
  const unknown = named.filter((name) => !projects.some((project) => project.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no project ${unknown.join(', ')}. Name some of: ${listNames(projects)}\n`);
    process.exit(1);
  }
  const chosen = projects.filter(({ name }) => named.includes(name));
  const paths = chosen.map(({ path }) => path);
  const affected = findAffected(`--files=${paths.map((path) => `${path}/package.json`).join()}`);
  return { paths, changed: named, dependents: affected.filter((name) => !named.includes(name)) };
}

function findChangedScope() {
  const base = findBase();
  const paths = [
    ...readLines('git', ['diff', '--name-only', base]),
    ...readLines('git', ['ls-files', '--others', '--exclude-standard']),
  ].filter((file) => existsSync(join(root, file)));
  const affected = findAffected(`--base=${base}`);
  const changed = findChangedProjects(paths, affected);
  process.stdout.write(`${paths.length} changed files since ${base.slice(0, 8)}\n`);
  return { paths, changed, dependents: affected.filter((name) => !changed.includes(name)) };
}

const findAffected = (since) =>
  readLines(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects', '--affected', since]);

/** Code outside of all projects, such as the lint rules, may change the result of every affected project. */
function findChangedProjects(files, affected) {
  const owners = files.map((file) => projects.find(({ path }) => file.startsWith(`${path}/`)));
  const isCode = (file) => /\.(mjs|json)$/.test(file);
  if (files.some((file, at) => owners[at] === undefined && isCode(file))) return affected;
  return [...new Set(owners.filter(Boolean).map(({ name }) => name))];
}

const listNames = (all) => all.map(({ name }) => name).join(' ');

function runUnitTests(names) {
  const chosen = isAll ? [] : ['--passWithNoTests', '--selectProjects', ...names];
  return totals.jestStep('unit tests', ['--maxWorkers=2', ...chosen, '--testPathPatterns', '/src/']);
}

await ensureInstalled();
const totals = new TestTotals();
const { paths, changed, dependents } = findScope();
if (!isAll) process.stdout.write(`checking ${changed.join(', ') || 'types only'}\n`);
const tested = withDependents ? [...changed, ...dependents] : changed;
// The compiler runs beside the other checks.
const types = checkTypes();
// The step at the end reports the errors; without this, Node would exit at once.
types.catch(() => undefined);
if (changed.length > 0)
  await totals.step('lint and import cycles', async () => {
    await checkLint(projects.filter(({ name }) => changed.includes(name)).map(({ path }) => path));
    await checkCycles();
  });
if (paths.length > 0) await totals.step('format', () => checkFormat(paths));
if (tested.length > 0) await runUnitTests(tested);
await totals.step('types', () => types);
totals.report();
if (dependents.length > 0 && !withDependents)
  process.stdout.write(
    `Not run: unit tests of ${dependents.length} projects that depend on these. CI runs them, and so does --dependents.\n`,
  );
process.stdout.write(`${((Date.now() - startedMs) / 1000).toFixed(0)} s in total\n`);
