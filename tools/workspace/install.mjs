import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withAddresses } from './addressed-lock.mjs';
import { findBroken, findMissing } from './installed-packages.mjs';
import { codeOf, explainNpmFailure } from './npm-output.mjs';

export const root = join(import.meta.dirname, '../..');

/** Runs a command in the workspace and shows its output. Throws an error with the exit code if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  if (result.status !== 0)
    throw Object.assign(new Error(`${command} ${args.join(' ')} failed`), { exitCode: result.status ?? 1 });
}

/** Runs a command like `run`. A signal that stops this process meanwhile also stops the command, and then this process. */
export async function runUntilSignal(command, args, options = {}, onStart = () => {}) {
  const { code, isStopped } = await runChild(command, args, options, onStart);
  if (isStopped) process.exit(130);
  if (code !== 0) throw Object.assign(new Error(`${command} ${args.join(' ')} failed`), { exitCode: code ?? 1 });
}

/** Runs a command to its end. A signal that stops this process meanwhile also stops the command. */
export async function runChild(command, args, options = {}, onStart = () => {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  onStart(child);
  let isStopped = false;
  const stop = (signal) => {
    isStopped = true;
    child.kill(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const stopWithUs = () => child.kill();
  process.on('exit', stopWithUs);
  try {
    const [code] = await once(child, 'close');
    return { code, isStopped };
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
    process.off('exit', stopWithUs);
  }
}

const INSTALLED = 'node_modules/.package-lock.json';
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'];

/** Exits with one readable line if Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Earshot needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/**
 * Installs what the lock file lists, unless it is installed already. A start needs neither the test tools nor the checks:
 * with `forStart` they are left out, and the first command that needs them adds them. A package that an earlier installation left
 * broken is installed again.
 */
export async function ensureInstalled({ forStart = false } = {}) {
  requireNode();
  const installed = readLock(INSTALLED);
  const wanted = readLock('package-lock.json');
  const withTools = needsTools(installed ?? {}, forStart);
  const missing = findMissing(installed ?? {}, { withTools }, wanted);
  const broken = findBroken(installed ?? {}, root);
  const isUsable = installed !== undefined && missing.needed.length + broken.length === 0;
  if (isUsable && missing.optional.length === 0) return;
  for (const path of broken) rmSync(join(root, path), { recursive: true, force: true });
  process.stdout.write(`Installing ${withTools ? 'all packages' : 'the packages that a start needs'} …\n`);
  // `ci` deletes what is there. An Earshot that runs from this folder would lose packages that it has not loaded yet.
  const command = installed === undefined ? ['ci'] : ['install', '--no-save'];
  const tools = withTools ? '--include=dev' : '--omit=dev';
  // No package may run a program of its own here: all that Earshot needs works without.
  const install = () =>
    runNpm([...command, tools, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...RETRIES]);
  try {
    await withAddresses(root, readJson('package-lock.json'), install).catch((error) => {
      // Some registries serve packages under other addresses, which only their lists of versions tell.
      if (error.npmCode !== 'E404') throw error;
      return install();
    });
  } catch (error) {
    if (!isUsable) throw error;
    process.stdout.write(`${error.message}\n`);
  }
  // npm says nothing about an optional package that it could not fetch.
  const { optional } = findMissing(readLock(INSTALLED) ?? {}, { withTools }, wanted);
  if (optional.length > 0) process.stdout.write(`npm could not fetch ${optional.join(', ')}. Going on without.\n`);
}

/** Never removes what an earlier command installed. */
const needsTools = (installed, forStart) => !forStart || Object.values(installed).some(({ dev }) => dev);

/** npm waits ten seconds and then a minute, which looks like a start that hangs. These waits are 1 and 4 seconds. */
const RETRIES = ['--fetch-retry-mintimeout=1000', '--fetch-retry-factor=4'];

/** Throws an error that says in one line what to do, or else in npm's words. */
async function runNpm(args) {
  let stderr = '';
  const keep = (child) => child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  try {
    await runUntilSignal('npm', args, { stdio: ['ignore', 'inherit', 'pipe'] }, keep);
  } catch (error) {
    error.npmCode = codeOf(stderr);
    error.message = explainNpmFailure(stderr) ?? `${stderr}${error.message}`;
    throw error;
  }
}

const readLock = (file) => (existsSync(join(root, file)) ? readJson(file).packages : undefined);
const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** The path of an installed command. */
export const bin = (name) => join(root, 'node_modules/.bin', name);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await ensureInstalled().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode ?? 1);
  });
