import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** npm reads this file instead of package-lock.json where both exist. Git ignores it. */
const ADDRESSED_LOCK = 'npm-shrinkwrap.json';

/**
 * Runs `install` while npm sees a lock file that names the address of each package. Without addresses npm fetches a
 * package's list of versions before the package itself. package-lock.json has no addresses, because networks have different
 * registries. Its checksums hold for the packages of any registry.
 */
export async function withAddresses(root, lock, install) {
  const path = join(root, ADDRESSED_LOCK);
  const registryOf = readRegistries();
  if (registryOf !== undefined) writeFileSync(path, JSON.stringify(addAddresses(lock, registryOf)));
  try {
    return await install();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A copy of a lock file in which each package of a registry has its address, by the rule that the npm registry follows. */
export function addAddresses(lock, registryOf) {
  const packages = Object.entries(lock.packages).map(([path, entry]) => [
    path,
    { ...entry, ...findAddress(path, entry, registryOf) },
  ]);
  return { ...lock, packages: Object.fromEntries(packages) };
}

function findAddress(path, { name = path.split('node_modules/').at(-1), version, integrity }, registryOf) {
  if (integrity === undefined) return {};
  return { resolved: `${registryOf(name)}/${name}/-/${name.split('/').at(-1)}-${version}.tgz` };
}

/** The registry of each package, from the npm configuration of this user. Undefined if npm does not tell. */
function readRegistries() {
  const { status, stdout } = spawnSync('npm', ['config', 'list', '--json'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const config = JSON.parse(stdout);
  return (name) => (config[`${name.split('/')[0]}:registry`] ?? config.registry).replace(/\/$/, '');
}
