import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileChanged } from './compile.mjs';
import { ensureInstalled, root } from './install.mjs';

/**
 * Compiles what changed before `npm start`, the tools and the end-to-end tests, and builds the web page at the same time.
 * It checks no types: `checkTypes` does, and so do Nx's `build` targets, which run `tsc --build`.
 */
export async function build(options) {
  ensureInstalled(options);
  const outcomes = await Promise.allSettled([compileChanged(), buildWebPage()]);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

async function buildWebPage() {
  const built = join(root, 'apps/web/dist/index.html');
  if (existsSync(built) && newestMtimeMs(webSources()) < statSync(built).mtimeMs) return;
  process.stdout.write('Building the web page …\n');
  await runProgram('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn'], join(root, 'apps/web'));
}

async function runProgram(program, args, cwd = root) {
  const child = spawn(process.execPath, [join(root, program), ...args], { cwd, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw Object.assign(new Error(`${program} ${args.join(' ')} failed`), { exitCode: code ?? 1 });
}

const webSources = () => [join(root, 'apps/web'), join(root, 'libs/graphql-api/src'), join(root, 'package-lock.json')];

function newestMtimeMs(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stat = statSync(path);
      if (!stat.isDirectory()) return stat.mtimeMs;
      const inside = readdirSync(path).filter((name) => !['dist', 'node_modules', 'out-tsc', 'test'].includes(name));
      return Math.max(0, ...inside.map((name) => newestMtimeMs([join(path, name)])));
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build({ forStart: true });
