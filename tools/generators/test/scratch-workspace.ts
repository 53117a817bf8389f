import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface ScratchWorkspace {
  /** Runs a Node program of the scratch copy. Throws with its output when it fails. */
  run(program: string, ...args: string[]): string;
  /** The files in these folders that are new, or differ from the workspace. */
  changedFiles(...folders: string[]): string[];
  dispose(): void;
}

/** Copies the workspace with its uncommitted changes. The copy shares the installed packages. */
export function createScratchWorkspace(): ScratchWorkspace {
  installPackages();
  const folder = mkdtempSync(join(tmpdir(), 'earshot-scratch-'));
  const copy = (path: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  };
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const path of listed.stdout.split('\n')) if (path !== '' && existsSync(join(root, path))) copy(path);
  // Earlier builds are copied too, so that only the projects that a generator touches are compiled.
  for (const path of findBuilds('')) copy(path);
  linkPackages(folder);
  return {
    run(program, ...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          // What a test file of the copy costs is part of what this file costs.
          EARSHOT_TEST_COSTS: '',
          NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
          NX_DAEMON: 'false',
          NX_ISOLATE_PLUGINS: 'false',
        },
      });
      if (status !== 0)
        throw new Error(`${program} ${args.join(' ')}\n${stdout.slice(-4_000)}\n${stderr.slice(-4_000)}`);
      return stdout;
    },
    changedFiles: (...folders) =>
      folders.flatMap((path) => findFiles(folder, path)).filter((file) => isChanged(folder, file)),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A command of the copy installs packages that are missing. It would do so through the links, and damage the shared packages. */
function installPackages(): void {
  const script = join(root, 'tools/workspace/install.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
}

const OUTPUTS = ['dist', 'out-tsc'];

function findFiles(workspace: string, parent: string): string[] {
  return readdirSync(join(workspace, parent), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !OUTPUTS.includes(name))
    .flatMap((entry) => {
      const path = join(parent, entry.name);
      return entry.isDirectory() ? findFiles(workspace, path) : [path];
    });
}

const isChanged = (workspace: string, file: string): boolean =>
  !existsSync(join(root, file)) || !readFileSync(join(root, file)).equals(readFileSync(join(workspace, file)));

function findBuilds(parent: string): string[] {
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['node_modules', '.git', '.nx', '.earshot'].includes(entry.name))
    .flatMap(({ name }) => {
      const path = join(parent, name);
      return OUTPUTS.includes(name) ? [path] : findBuilds(path);
    });
}

/** Our own packages are relative links, so they point into the copy. All others are shared. */
function linkPackages(folder: string): void {
  const packages = join(root, 'node_modules');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(packages)) {
    if (name === '@earshot')
      cpSync(join(packages, name), join(folder, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
    else symlinkSync(join(packages, name), join(folder, 'node_modules', name));
  }
}
