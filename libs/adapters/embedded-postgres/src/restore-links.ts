import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

interface Link {
  /** Paths from the package's folder. */
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links of PostgreSQL's libraries, which a package cannot hold. The package makes them when npm installs it, but not where
 * `ignore-scripts` is set, as many companies do. Links that exist stay.
 */
export async function restoreLinks(packageDir: string): Promise<void> {
  for (const { source, target } of await readLinks(packageDir)) {
    const link = join(packageDir, target);
    await symlink(relative(dirname(link), join(packageDir, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Packages for systems whose libraries need no links have no list. */
async function readLinks(packageDir: string): Promise<readonly Link[]> {
  try {
    return JSON.parse(await readFile(join(packageDir, 'native/pg-symlinks.json'), 'utf8')) as Link[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
