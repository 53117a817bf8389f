import { Failure, type Logger } from '@earshot/ports';
import { spawn, type ChildProcess } from 'node:child_process';
import type { ServerUser } from './server-user.js';

const START_WITHIN_MS = 120_000;
const READY = 'database system is ready to accept connections';

/** Where a server's files lie and who it runs as. */
export interface ServerPlace {
  readonly binary: string;
  readonly clusterDir: string;
  readonly user: ServerUser | undefined;
}

/**
 * A cluster below a directory that only root may enter is reached through the working directory, which a process keeps
 * when it gives up root: `/proc/self/cwd` needs no right on the parents.
 */
export const clusterPath = (clusterDir: string, user: ServerUser | undefined): string =>
  user === undefined ? clusterDir : '/proc/self/cwd';

/** Options of a child that runs as the server's user, in a process group that Ctrl-C at a terminal does not reach. */
export const childOptions = (clusterDir: string, user: ServerUser | undefined) => ({
  cwd: clusterDir,
  detached: true,
  env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
});

/** One running `postgres` process. */
export class PostgresServer {
  private constructor(
    private readonly child: ChildProcess,
    /** Resolves when the process is gone, however that came. */
    readonly exited: Promise<void>,
  ) {}

  /** Resolves when it takes connections; rejects with `POSTGRES_FAILED` and its own words when it ends before. */
  static async start(place: ServerPlace, port: number, logger: Logger): Promise<PostgresServer> {
    const { binary, clusterDir, user } = place;
    const args = ['-D', clusterPath(clusterDir, user), '-p', String(port), ...settings()];
    const child = spawn(binary, args, { ...childOptions(clusterDir, user), stdio: ['ignore', 'ignore', 'pipe'] });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const server = new PostgresServer(child, exited);
    await server.untilReady(logger);
    return server;
  }

  /** Fast shutdown: sessions are ended, everything committed is kept. */
  async stop(): Promise<void> {
    this.signal('SIGINT');
    await this.exited;
  }

  /** For the last moment of the process, when nothing can be awaited. */
  abandon(): void {
    this.signal('SIGINT');
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
  }

  private untilReady(logger: Logger): Promise<void> {
    return new Promise((resolve, reject) => {
      let lastWords = '';
      const giveUp = (detail: string) => {
        clearTimeout(timer);
        reject(new Failure('POSTGRES_FAILED', `PostgreSQL did not start: ${detail}`, { retryable: true }));
      };
      const timer = setTimeout(() => {
        this.child.kill('SIGQUIT');
        giveUp(`not ready within ${START_WITHIN_MS} ms`);
      }, START_WITHIN_MS);
      this.child.once('error', (error) => giveUp(error.message));
      this.child.once('exit', () => giveUp(lastWords || 'it ended without a word'));
      this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
          const grave = /(FATAL|PANIC):\s*(.*)/.exec(line);
          if (grave) lastWords = grave[2] ?? line;
          logger[/(PANIC|WARNING):/.test(line) ? 'warn' : 'debug']({ line }, 'postgres');
          if (line.includes(READY)) {
            clearTimeout(timer);
            resolve();
          }
        }
      });
    });
  }
}

/** Row contents stay out of the server's log: no statements, no details, no parameters. */
const settings = (): string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    checkpoint_completion_target: '0.9',
    wal_compression: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    logging_collector: 'off',
    log_checkpoints: 'off',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
