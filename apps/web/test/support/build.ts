import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Whether the project's dist/ exists and is not older than its sources. */
export function isBuilt(project: string): boolean {
  const page = join(project, 'dist/index.html');
  if (!existsSync(page)) return false;
  const builtMs = statSync(page).mtimeMs;
  const sources = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.includes('.spec.'))
    .map((file) => join(project, 'src', file));
  return [join(project, 'vite.config.ts'), ...sources].every((file) => statSync(file).mtimeMs <= builtMs);
}

/** Builds the project as `npm run build` does. */
export function build(project: string): void {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  execFileSync(process.execPath, [vite, 'build'], {
    cwd: project,
    stdio: 'pipe',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}
