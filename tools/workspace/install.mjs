import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = join(import.meta.dirname, '../..');

/** Runs a command in the workspace and shows its output. Throws an error with the exit code if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  if (result.status !== 0)
    throw Object.assign(new Error(`${command} ${args.join(' ')} failed`), { exitCode: result.status ?? 1 });
}

/** Runs a command like `run`. A signal that stops this process meanwhile also stops the command. */
export async function runUntilSignal(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    child.kill(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const [code] = await once(child, 'exit');
  for (const signal of STOP_SIGNALS) process.off(signal, stop);
  if (stoppedBy !== undefined) process.exit(130);
  if (code !== 0) throw Object.assign(new Error(`${command} ${args.join(' ')} failed`), { exitCode: code ?? 1 });
}

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
 * with `forStart` they are left out (395 packages instead of 1,125), and the first command that needs them adds them.
 */
export async function ensureInstalled({ forStart = false } = {}) {
  requireNode();
  const installed = readLock('node_modules/.package-lock.json');
  // Never removes the test tools that an earlier command installed.
  const withTools = !forStart || Object.values(installed ?? {}).some(({ dev }) => dev);
  if (isComplete(installed, withTools)) return;
  process.stdout.write(`Installing ${withTools ? 'all packages' : 'the packages that a start needs'} …\n`);
  // `ci` deletes what is there. An Earshot that runs from this folder would lose packages that it has not loaded yet.
  const command = installed === undefined ? ['ci'] : ['install', '--no-save'];
  const tools = withTools ? '--include=dev' : '--omit=dev';
  await runUntilSignal('npm', [...command, tools, '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Compares the lock file with npm's list of installed packages, which lacks optional packages for other platforms. */
export function isComplete(installed, withTools, wanted = readLock('package-lock.json')) {
  if (installed === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, link, dev, optional, devOptional, peer }]) =>
      !path.startsWith('node_modules/') ||
      optional ||
      devOptional ||
      peer ||
      (dev && !withTools) ||
      (installed[path]?.version === version && installed[path]?.link === link),
  );
}

function readLock(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

/** The path of an installed command. */
export const bin = (name) => join(root, 'node_modules/.bin', name);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureInstalled();
