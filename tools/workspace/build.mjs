import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileChanged } from './compile.mjs';
import { ensureInstalled, root, runUntilSignal } from './install.mjs';

/**
 * Compiles what changed before `npm start`, the tools and the end-to-end tests, and builds the web page at the same time.
 * It checks no types: `checkTypes` does, and so do Nx's `build` targets, which run `tsc --build`.
 */
export async function build(options) {
  await ensureInstalled(options);
  const outcomes = await Promise.allSettled([compileChanged(), buildWebPage()]);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

const VITE = join(root, 'node_modules/vite/bin/vite.js');

async function buildWebPage() {
  const built = join(root, 'apps/web/dist/index.html');
  if (existsSync(built) && newestMtimeMs(webSources()) < statSync(built).mtimeMs) return;
  process.stdout.write('Building the web page …\n');
  await runUntilSignal(process.execPath, [VITE, 'build', '--logLevel', 'warn'], { cwd: join(root, 'apps/web') });
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
