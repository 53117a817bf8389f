import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages of the lock file `wanted` that npm's list `installed` lacks. `withTools` includes the tools of tests and
 * checks. npm goes on without an `optional` package that it could not fetch.
 */
export function findMissing(installed, { withTools }, wanted) {
  const missing = Object.entries(wanted)
    .filter(([path]) => path.startsWith('node_modules/'))
    .filter(([, { dev, devOptional }]) => !devOptional && !(dev && !withTools))
    .filter(([path, entry]) => !isSame(installed[path], entry));
  return {
    needed: missing.filter(([, { optional }]) => !optional).map(([path]) => path),
    optional: missing
      .filter(([path, entry]) => entry.optional && installed[path] === undefined && isForThisMachine(entry))
      .map(([path]) => path),
  };
}

const isSame = (installed, wanted) => installed?.version === wanted.version && installed?.link === wanted.link;

/** False for an optional package that names no machine: it comes with another one. */
const isForThisMachine = ({ os, cpu, libc }) =>
  os?.includes(process.platform) === true &&
  cpu?.includes(process.arch) !== false &&
  libc?.includes(libcOfThisMachine()) !== false;

const libcOfThisMachine = () =>
  process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';

/** The packages of npm's list `installed` that are not whole on the disk, e.g. because an installation was killed. */
export const findBroken = (installed, root) =>
  Object.entries(installed)
    .filter(([path]) => path.startsWith('node_modules/'))
    .filter(([path, { version, link }]) => {
      const manifest = join(root, path, 'package.json');
      return link ? !existsSync(manifest) : readVersion(manifest) !== version;
    })
    .map(([path]) => path);

function readVersion(manifest) {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8')).version;
  } catch {
    return undefined;
  }
}
