import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileChanged } from './compile.mjs';
import { ensureInstalled, root, runChild } from './install.mjs';

/**
 * Compiles what changed before `npm start`, the tools and the end-to-end tests, and builds the web page at the same time.
 * It checks no types: `checkTypes` does, and so do Nx's `build` targets, which run `tsc --build`.
 */
export async function build(options) {
  const { pageBuilt } = await buildPrograms(options);
  await pageBuilt;
}

/** Installs and compiles like `build`, and resolves when the programs can start. `pageBuilt` resolves when the page is built too. */
export async function buildPrograms(options) {
  await ensureInstalled(options);
  const pageBuilt = buildWebPage();
  // A failure waits for the caller, who may have other work to do first.
  const pageSettled = pageBuilt.catch(() => {});
  try {
    await compileChanged();
  } catch (error) {
    await pageSettled;
    throw error;
  }
  return { pageBuilt };
}

const VITE = join(root, 'node_modules/vite/bin/vite.js');
const WEB = join(root, 'apps/web');
const NOT_BUILT = 'PAGE_NOT_BUILT: Vite could not build the web page. Its reason stands above.';
const STOPPED = 'The start was interrupted.';

/** A build that is killed leaves no half page: the files replace the old ones when all are written. */
async function buildWebPage() {
  const built = join(WEB, 'dist');
  const page = join(built, 'index.html');
  if (existsSync(page) && newestMtimeMs(webSources()) < statSync(page).mtimeMs) return;
  process.stdout.write('Building the web page …\n');
  const unfinished = join(WEB, `out-tsc/page.${process.pid}`);
  const vite = [VITE, 'build', '--logLevel', 'warn', '--outDir', unfinished, '--emptyOutDir'];
  const { code, isStopped } = await runChild(process.execPath, vite, { cwd: WEB });
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw Object.assign(new Error(isStopped ? STOPPED : NOT_BUILT), { exitCode: isStopped ? 130 : 1 });
  }
  rmSync(built, { recursive: true, force: true });
  renameSync(unfinished, built);
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await build({ forStart: true }).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode ?? 1);
  });
