/**
 * Lists the packages of a lock file (version 3) that an installation without test tools can bring to any machine. A package for another
 * machine counts, too. Each has `path`, `name`, `version`, `license` (an SPDX expression, as the package states it), `integrity`,
 * `isOptional`, `isDirect` (Earshot itself
 * uses it), `isInImages`, and `dependsOn`, the paths of the packages that it uses. `compileOnly` are the names of dependencies that
 * the images leave out again, together with what only they use.
 */
export function listShippedPackages({ packages }, compileOnly = []) {
  const shipped = Object.entries(packages).filter(([path, entry]) => isPackage(path) && !entry.dev && !entry.link);
  const isShipped = new Set(shipped.map(([path]) => path));
  const usedBy = (path) => findUsed(packages, path).filter((used) => isShipped.has(used));
  const direct = new Set(listRoots(packages, []));
  const inImages = findReachable(usedBy, listRoots(packages, compileOnly));
  return shipped.map(([path, entry]) => ({
    path,
    name: entry.name ?? path.slice(path.lastIndexOf(MODULES) + MODULES.length),
    version: entry.version,
    license: entry.license,
    integrity: entry.integrity,
    isOptional: entry.optional === true,
    isDirect: direct.has(path),
    isInImages: inImages.has(path),
    dependsOn: usedBy(path),
  }));
}

/** The names of the dependencies that a Dockerfile deletes before `npm prune`. */
export const findCompileOnly = (dockerfile) =>
  [...dockerfile.matchAll(/\bdependencies\.(\S+)/g)].map(([, name]) => name);

const MODULES = 'node_modules/';
const isPackage = (path) => path.includes(MODULES);

/** The projects of the workspace and the root use packages, and are none themselves. */
const listRoots = (packages, compileOnly) =>
  Object.keys(packages)
    .filter((path) => !isPackage(path))
    .flatMap((path) => findUsed(packages, path, compileOnly));

function findUsed(packages, path, without = []) {
  const { dependencies, optionalDependencies, peerDependencies } = packages[path];
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
    .filter((name) => !without.includes(name))
    .map((name) => resolvePath(packages, path, name))
    .filter((used) => used !== undefined);
}

/** Looks for a package where Node would: beside the files of `from`, then in each folder above. */
function resolvePath(packages, from, name) {
  const path = `${from === '' ? '' : `${from}/`}${MODULES}${name}`;
  if (path in packages) return path;
  if (from === '') return undefined;
  const above = from.includes(MODULES) ? from.slice(0, from.lastIndexOf(MODULES)).replace(/\/$/, '') : '';
  return resolvePath(packages, above, name);
}

function findReachable(usedBy, roots) {
  const reached = new Set();
  const waiting = [...roots];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...usedBy(path));
  }
  return reached;
}
