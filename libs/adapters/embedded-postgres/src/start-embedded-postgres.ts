import { Failure, type Logger } from '@earshot/ports';
import { randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, readFile, readdir, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createCluster } from './create-cluster.js';
import { DATABASE, databaseUrl, passwordFile } from './database-url.js';
import { ownerFile, stopLeftOverServer } from './left-over-server.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { PostgresServer, type ServerPlace } from './postgres-server.js';
import { findServerUser, type ServerUser } from './server-user.js';

export interface EmbeddedPostgresOptions {
  /** Directory of the site's data; the cluster lies in `postgres` below it. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** A free one on loopback by default, another at each start. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** Holds the password: never to be logged. */
  readonly url: string;
  /** Fast shutdown; resolves when the server's process is gone. Idempotent. */
  stop(): Promise<void>;
}

const RESTARTS = 5;
const RESTART_AFTER_MS = 500;

/**
 * Starts a real PostgreSQL on loopback and keeps it running until `stop`; one that dies is started again on the same
 * port. Installs no signal handlers: who started it stops it. Rejects with a one-line `Failure`: `DATA_DIR_NOT_WRITABLE`,
 * `POSTGRES_IN_USE`, `POSTGRES_NEEDS_USER`, `POSTGRES_NOT_INSTALLED`, `POSTGRES_NOT_REACHABLE` or `POSTGRES_FAILED`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const logger = options.logger.child({ component: 'embedded-postgres' });
  const { dataDir, password } = await prepareDataDir(options.dataDir);
  const clusterDir = join(dataDir, 'postgres');
  const user = await findServerUser();
  const binaries = await findPostgresBinaries(user);
  await createCluster({ initdb: binaries.initdb, clusterDir, user, password });
  await ownBy(clusterDir, user);
  await stopLeftOverServer(clusterDir, logger);
  await writeFile(ownerFile(clusterDir), String(process.pid), { mode: 0o600 });
  const keeper = new ServerKeeper({ binary: binaries.postgres, clusterDir, user }, logger);
  const port = await keeper.start(options.port);
  try {
    await ensureDatabase(databaseUrl({ password, port }, 'postgres'));
  } catch (error) {
    await keeper.stop();
    throw error;
  }
  return { url: databaseUrl({ password, port }), stop: () => keeper.stop() };
}

class ServerKeeper {
  private server: PostgresServer | undefined;
  private stopping: Promise<void> | undefined;
  private readonly atExit = () => this.server?.abandon();

  constructor(
    private readonly place: ServerPlace,
    private readonly logger: Logger,
  ) {}

  async start(wanted: number | undefined): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const port = wanted ?? (await freePort());
      try {
        await this.run(port);
        process.once('exit', this.atExit);
        return port;
      } catch (error) {
        // Another program may have taken the port between the look and the start.
        if (wanted !== undefined || attempt === 3) throw error;
      }
    }
  }

  stop(): Promise<void> {
    this.stopping ??= (async () => {
      process.removeListener('exit', this.atExit);
      await this.server?.stop();
    })();
    return this.stopping;
  }

  private async run(port: number): Promise<void> {
    const server = await PostgresServer.start(this.place, port, this.logger);
    this.server = server;
    if (this.stopping) return server.stop();
    void server.exited.then(() => this.revive(port));
  }

  private async revive(port: number): Promise<void> {
    for (let attempt = 1; attempt <= RESTARTS && !this.stopping; attempt++) {
      this.logger.error({ attempt }, 'PostgreSQL ended unexpectedly; starting it again');
      await pause(RESTART_AFTER_MS * attempt, undefined, { ref: false });
      if (this.stopping) return;
      try {
        return await this.run(port);
      } catch (error) {
        this.logger.error({ err: error }, 'PostgreSQL could not be started again');
      }
    }
  }
}

async function prepareDataDir(wanted: string): Promise<{ dataDir: string; password: string }> {
  try {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    const dataDir = await realpath(wanted);
    const file = passwordFile(dataDir);
    // Exclusive creation: of two that start at once, both read what one wrote.
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    return { dataDir, password: (await readFile(file, 'utf8')).trim() };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Failure('DATA_DIR_NOT_WRITABLE', `The data directory ${wanted} cannot be used: ${code ?? message}.`, {
      retryable: false,
      cause,
    });
  }
}

/** A cluster copied or restored by root is handed to the server's user; one that is his already costs one look. */
async function ownBy(clusterDir: string, user: ServerUser | undefined): Promise<void> {
  if (user === undefined || (await lstat(clusterDir)).uid === user.uid) return;
  const names = await readdir(clusterDir, { recursive: true });
  for (const path of ['.', ...names]) await chown(join(clusterDir, path), user.uid, user.gid);
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
