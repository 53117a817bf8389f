import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root, run } from './install.mjs';

const local = (path) => join(root, 'node_modules', path);
const node = (args, options) => run(process.execPath, args, options);

/** The environment of Nx: no daemon is left running, and plugins in the same process start in a third of the time. */
export const nxEnvironment = { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };

/** Runs an Nx command. */
export const nx = (args, options) => node([local('nx/dist/bin/nx.js'), ...args], { env: nxEnvironment, ...options });

/** Checks types everywhere: `tsc -b` compiles only what changed and what depends on it. */
export function checkTypes() {
  node([local('typescript/bin/tsc'), '-b', 'tsconfig.json']);
  node([local('typescript/bin/tsc'), '-p', 'apps/web/tsconfig.json', '--noEmit']);
}

/** Does the same as `checkTypes` in child processes, so that other checks can run. Each prints its errors when it ends. */
export async function checkTypesInBackground() {
  for (const args of [
    ['-b', 'tsconfig.json'],
    ['-p', 'apps/web/tsconfig.json', '--noEmit'],
  ]) {
    const tsc = spawn(process.execPath, [local('typescript/bin/tsc'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    tsc.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    const [code] = await once(tsc, 'close');
    process.stdout.write(output);
    if (code !== 0) throw new Error(`tsc ${args.join(' ')} found errors`);
  }
}

/** Lints the given projects (all when none are named), and looks for import cycles in the whole workspace. */
export function checkLint(projects = []) {
  const some = projects.length === 0 ? [] : ['--projects', projects.join(',')];
  nx(['run-many', '-t', 'lint', '--parallel=2', '--outputStyle=static', ...some], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  checkCycles();
}

/** Finds import cycles, including cycles of types, within a project and across projects. */
export const checkCycles = () =>
  node([
    local('dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type=err',
    'apps',
    'libs',
    'tools',
  ]);

/** Checks the format of the given files or folders. */
export const checkFormat = (paths) =>
  node([local('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '--ignore-unknown', ...paths]);
