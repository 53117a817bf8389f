import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

/**
 * Compiles what changed before `npm start` and the tools run, and builds the web page at the same time.
 *
 * Nx's `build` targets run the same `tsc --build` with the same configurations, so each reuses what the other built;
 * `nx build gateway` and `nx affected -t build` add the cache. Here one `tsc -b` compiles all projects, because it parses
 * each library once (27 s for a clean checkout on two cores), and because a start need not wait for the project graph.
 */
export async function build() {
  ensureInstalled();
  process.stdout.write('Building …\n');
  const outcomes = await Promise.allSettled([compile(), buildWebPage()]);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

const compile = () => runProgram('node_modules/typescript/bin/tsc', ['-b', 'tsconfig.build.json']);

async function buildWebPage() {
  const built = join(root, 'apps/web/dist/index.html');
  if (existsSync(built) && newestMtimeMs(webSources()) < statSync(built).mtimeMs) return;
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
