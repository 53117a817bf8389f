import { Failure, type Logger } from '@earshot/ports';
import { chown, lstat, mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCluster, isCluster } from './create-cluster.js';
import { APPLICATION_ROLE, databaseUrl, type Login } from './database-url.js';
import { preparePasswords, type Passwords } from './password-files.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { prepareDatabase } from './prepare-database.js';
import { ServerSupervisor } from './server-supervisor.js';
import { findServerUser, type ServerUser } from './server-user.js';
import { ownerFile, stopOrphanedServer } from './stop-orphaned-server.js';

export interface EmbeddedPostgresOptions {
  /** The data directory of Earshot. The cluster is in its folder `postgres`. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** A port on loopback. Default: any free port, another one at each start. */
  readonly port?: number;
  /** Roles beside the one that owns the database. They may connect, and do what somebody grants them. */
  readonly furtherRoles?: readonly Login[];
}

export interface EmbeddedPostgres {
  /** Of the role that owns the database and is no superuser. Contains the password: do not log it. */
  readonly url: string;
  /** The same for one of `furtherRoles`. */
  urlOf(login: Login): string;
  /** Resolves when the server has ended. Everything that was committed is kept. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on loopback and keeps it running until `stop`. A server that dies is restarted on the same port.
 * Installs no signal handlers: the caller has to call `stop`. Rejects with a one-line `Failure`: `DATA_DIR_NOT_WRITABLE`,
 * `POSTGRES_IN_USE`, `POSTGRES_NEEDS_USER`, `POSTGRES_NOT_INSTALLED`, `POSTGRES_NOT_REACHABLE`, `POSTGRES_PASSWORD_LOST` or `POSTGRES_FAILED`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const logger = options.logger.child({ component: 'embedded-postgres' });
  const { dataDir, passwords } = await prepareDataDir(options.dataDir);
  const clusterDir = join(dataDir, 'postgres');
  const user = await findServerUser();
  const binaries = await findPostgresBinaries(user);
  await createCluster({ initdb: binaries.initdb, clusterDir, user, password: passwords.admin });
  await changeOwner(clusterDir, user);
  await stopOrphanedServer(clusterDir, logger);
  await writeFile(ownerFile(clusterDir), String(process.pid), { mode: 0o600 });
  const supervisor = new ServerSupervisor({ binary: binaries.postgres, clusterDir, user }, logger);
  const port = await supervisor.start(options.port);
  try {
    await prepareDatabase(dataDir, port, passwords, options.furtherRoles);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  const login = { role: APPLICATION_ROLE, password: passwords.application };
  return {
    url: databaseUrl(login, port),
    urlOf: (further) => databaseUrl(further, port),
    stop: () => supervisor.stop(),
  };
}

async function prepareDataDir(directory: string): Promise<{ dataDir: string; passwords: Passwords }> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const dataDir = await realpath(directory);
    return { dataDir, passwords: await preparePasswords(dataDir, await isCluster(join(dataDir, 'postgres'))) };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Failure('DATA_DIR_NOT_WRITABLE', `The data directory ${directory} cannot be used: ${code ?? message}.`, {
      retryable: false,
      cause,
    });
  }
}

/** Gives the cluster to the server's user, e.g. after root restored it from a backup. */
async function changeOwner(clusterDir: string, user: ServerUser | undefined): Promise<void> {
  if (user === undefined || (await lstat(clusterDir)).uid === user.uid) return;
  const names = await readdir(clusterDir, { recursive: true });
  for (const path of ['.', ...names]) await chown(join(clusterDir, path), user.uid, user.gid);
}
