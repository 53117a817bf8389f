import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bin, ensureInstalled, root, run } from './install.mjs';

/** Compiles all services (incremental) and the web page (when its sources changed). */
export function build() {
  ensureInstalled();
  process.stdout.write('Building …\n');
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'tsconfig.build.json']);
  const built = join(root, 'apps/web/dist/index.html');
  if (existsSync(built) && newest(webSources()) < statSync(built).mtimeMs) return;
  process.stdout.write('Building the web page …\n');
  run(bin('vite'), ['build', '--logLevel', 'warn'], { cwd: join(root, 'apps/web') });
}

const webSources = () => [join(root, 'apps/web'), join(root, 'libs/graphql-api/src'), join(root, 'package-lock.json')];

function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stat = statSync(path);
      if (!stat.isDirectory()) return stat.mtimeMs;
      const inside = readdirSync(path).filter((name) => !['dist', 'node_modules', 'out-tsc', 'test'].includes(name));
      return Math.max(0, ...inside.map((name) => newest([join(path, name)])));
    }),
  );
}

if (process.argv[1] === import.meta.filename) {
  try {
    build();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode ?? 1;
  }
}
