import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Runs a command in the workspace and shows its output. Throws an error with the exit code if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  if (result.status !== 0)
    throw Object.assign(new Error(`${command} ${args.join(' ')} failed`), { exitCode: result.status ?? 1 });
}

/** Exits with one readable line if Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Earshot needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** Installs exactly what the lock file lists, unless it is installed already. */
export function ensureInstalled() {
  requireNode();
  if (isInstalled()) return;
  process.stdout.write('Installing packages (the first time takes about a minute) …\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Compares the lock file with npm's list of installed packages, which lacks optional packages for other platforms. */
function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const has = readLock(installed);
  return Object.entries(readLock(join(root, 'package-lock.json'))).every(
    ([path, { version, link, optional, devOptional, peer }]) =>
      !path.startsWith('node_modules/') ||
      optional ||
      devOptional ||
      peer ||
      (has[path]?.version === version && has[path]?.link === link),
  );
}

const readLock = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/** The path of an installed command. */
export const bin = (name) => join(root, 'node_modules/.bin', name);
