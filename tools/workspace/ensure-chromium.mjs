import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium, findFullChromium, headlessShell } from '../../libs/testing/chromium.mjs';

/** Installs missing Debian packages if this user is root on Debian. Otherwise tests that need them are skipped with a reason. */
export function ensureDebianPackages(wanted) {
  const missing = wanted
    .filter(({ present }) => !present())
    .map(({ name }) => name)
    .flat();
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stdout.write(`Installing ${missing.join(', ')} …\n`);
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
}

/** Installs Debian's headless shell, and Chromium for the tests that capture sound. It needs none of our packages. */
function ensureBrowserPackage() {
  const isThere = () => process.env.CHROMIUM_PATH !== undefined || existsSync(headlessShell);
  ensureDebianPackages([{ name: ['chromium-headless-shell'], present: isThere }]);
  ensureDebianPackages([{ name: ['chromium'], present: () => findFullChromium() !== undefined }]);
}

/** Finds Chromium, or installs Debian's or Playwright's. Prints the reason and returns undefined if it cannot. */
export function ensureChromium() {
  ensureBrowserPackage();
  const found = findChromium();
  if (found) return found;
  const require = createRequire(import.meta.url);
  const cli = join(require.resolve('playwright-core/package.json'), '../cli.js');
  spawnSync(process.execPath, [cli, 'install', '--with-deps', 'chromium'], { stdio: 'ignore', timeout: 300_000 });
  const { executablePath } = require('playwright-core').chromium;
  const downloaded = require('playwright-core').chromium.executablePath?.() ?? executablePath;
  if (typeof downloaded === 'string' && existsSync(downloaded)) return downloaded;
  process.stdout.write(
    'There is no Chromium on this machine, and none could be installed. Browser tests are skipped.\n',
  );
  return undefined;
}

/** Tells whether a program is on PATH. */
export const onPath = (name) => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensureBrowserPackage();
