import { Failure, type Logger } from '@earshot/ports';
import { randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, readFile, readdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createCluster } from './create-cluster.js';
import { DATABASE, databaseUrl, passwordFile } from './database-url.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { ServerSupervisor } from './server-supervisor.js';
import { findServerUser, type ServerUser } from './server-user.js';
import { ownerFile, stopOrphanedServer } from './stop-orphaned-server.js';

export interface EmbeddedPostgresOptions {
  /** The data directory of Earshot. The cluster is in its folder `postgres`. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** A port on loopback. Default: any free port, another one at each start. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** Contains the password: do not log it. */
  readonly url: string;
  /** Resolves when the server has ended. Everything that was committed is kept. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on loopback and keeps it running until `stop`. A server that dies is restarted on the same port.
 * Installs no signal handlers: the caller has to call `stop`. Rejects with a one-line `Failure`: `DATA_DIR_NOT_WRITABLE`,
 * `POSTGRES_IN_USE`, `POSTGRES_NEEDS_USER`, `POSTGRES_NOT_INSTALLED`, `POSTGRES_NOT_REACHABLE` or `POSTGRES_FAILED`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const logger = options.logger.child({ component: 'embedded-postgres' });
  const { dataDir, password } = await prepareDataDir(options.dataDir);
  const clusterDir = join(dataDir, 'postgres');
  const user = await findServerUser();
  const binaries = await findPostgresBinaries(user);
  await createCluster({ initdb: binaries.initdb, clusterDir, user, password });
  await changeOwner(clusterDir, user);
  await stopOrphanedServer(clusterDir, logger);
  await writeFile(ownerFile(clusterDir), String(process.pid), { mode: 0o600 });
  const supervisor = new ServerSupervisor({ binary: binaries.postgres, clusterDir, user }, logger);
  const port = await supervisor.start(options.port);
  try {
    await createDatabase(databaseUrl({ password, port }, 'postgres'));
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return { url: databaseUrl({ password, port }), stop: () => supervisor.stop() };
}

async function prepareDataDir(directory: string): Promise<{ dataDir: string; password: string }> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const dataDir = await realpath(directory);
    const file = passwordFile(dataDir);
    // The file is created exclusively, so that two processes that start at once read the same password.
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    return { dataDir, password: (await readFile(file, 'utf8')).trim() };
  } catch (cause) {
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

/** Creates the database unless it exists. */
async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
