import { Failure, type Logger } from '@earshot/ports';
import { spawn, type ChildProcess } from 'node:child_process';
import { childOptions, clusterPath, type ServerPlace } from './server-place.js';
import { stopWithOwner } from './stop-with-owner.js';

const START_WITHIN_MS = 120_000;
const READY_LINE = 'database system is ready to accept connections';

/** One running `postgres` process. */
export class PostgresServer {
  private constructor(
    private readonly child: ChildProcess,
    /** Resolves when the process has ended for any reason. */
    readonly exited: Promise<void>,
  ) {}

  /** Resolves when the server accepts connections. Rejects with `POSTGRES_FAILED` and its last message if it ends before. */
  static async start(place: ServerPlace, port: number, logger: Logger): Promise<PostgresServer> {
    const { binary, clusterDir, user } = place;
    const args = ['-D', clusterPath(clusterDir, user), '-p', String(port), ...settings()];
    const child = spawn(binary, args, { ...childOptions(clusterDir, user), stdio: ['ignore', 'ignore', 'pipe'] });
    const endWatch = child.pid === undefined ? undefined : stopWithOwner(child.pid, place);
    const exited = new Promise<void>((resolve) => {
      const end = () => {
        endWatch?.();
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    const server = new PostgresServer(child, exited);
    await server.waitUntilReady(logger);
    return server;
  }

  /** Fast shutdown: ends the sessions and keeps everything that was committed. */
  async stop(): Promise<void> {
    this.signal('SIGINT');
    await this.exited;
  }

  /** Starts a shutdown without waiting for it, for the `exit` event of this process. */
  signalStop(): void {
    this.signal('SIGINT');
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
  }

  private waitUntilReady(logger: Logger): Promise<void> {
    return new Promise((resolve, reject) => {
      let lastError = '';
      const fail = (detail: string) => {
        clearTimeout(timer);
        reject(new Failure('POSTGRES_FAILED', `PostgreSQL did not start: ${detail}`, { retryable: true }));
      };
      const timer = setTimeout(() => {
        this.child.kill('SIGQUIT');
        fail(`not ready within ${START_WITHIN_MS} ms`);
      }, START_WITHIN_MS);
      this.child.once('error', ({ message }) => fail(message));
      this.child.once('exit', () => fail(lastError || 'it ended without a message'));
      this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
          const error = /(FATAL|PANIC):\s*(.*)/.exec(line);
          if (error) lastError = error[2] ?? line;
          logger[/(PANIC|WARNING):/.test(line) ? 'warn' : 'debug']({ line }, 'postgres');
          if (line.includes(READY_LINE)) {
            clearTimeout(timer);
            resolve();
          }
        }
      });
    });
  }
}

/** The log of the server contains no statements, details or parameters, because they quote rows. */
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
