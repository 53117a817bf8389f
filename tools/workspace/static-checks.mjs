import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './install.mjs';

const local = (path) => join(root, 'node_modules', path);
/** The environment of Nx: no daemon is left running, and plugins in the same process start in a third of the time. */
export const nxEnvironment = { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };

/** Runs a Node program while other checks run. Prints its output when it ends. Rejects if it fails. */
export async function nodeInBackground(args, { quiet = false, niceness = 0 } = {}) {
  const child = spawn(process.execPath, args, { cwd: root, env: nxEnvironment, stdio: ['ignore', 'pipe', 'pipe'] });
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (!quiet || code !== 0) process.stdout.write(output);
  if (code !== 0) throw new Error(`${basename(args[0])} ${args.slice(1).join(' ')} found errors`);
}

/** The native compiler of TypeScript 7. Nx, typescript-eslint and codegen need the API of TypeScript 6, and use the package `typescript`. */
const TSC = local('native-typescript/bin/tsc');

/**
 * Checks types everywhere: `tsc -b` checks only what changed and what depends on it. It writes declarations and no programs, so
 * that services can start from `dist` meanwhile.
 */
export async function checkTypes(options) {
  await nodeInBackground([TSC, '-b', 'tsconfig.json', '--emitDeclarationOnly'], options);
  await nodeInBackground([TSC, '-p', 'apps/web/tsconfig.json', '--noEmit'], options);
}

/**
 * Lints the given folders. One ESLint does it, because a process of Nx for each project loads the same rules and types again
 * (120 s of CPU instead of 24 s). The import rule does nothing without Nx's project graph and does not say so, so the graph
 * is created first; the canary proves that it is there.
 */
export async function checkLint(folders = ['apps', 'libs', 'tools'], options = {}) {
  await nodeInBackground([local('nx/dist/bin/nx.js'), 'show', 'projects'], { ...options, quiet: true });
  await nodeInBackground([local('eslint/bin/eslint.js'), ...folders], options);
}

/** Finds import cycles, including cycles of types, within a project and across projects. */
export const checkCycles = (options) =>
  nodeInBackground(
    [
      local('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type=err',
      'apps',
      'libs',
      'tools',
    ],
    options,
  );

/** Checks the format of the given files or folders. */
export const checkFormat = (paths, options) =>
  nodeInBackground(
    [local('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '--ignore-unknown', ...paths],
    options,
  );
