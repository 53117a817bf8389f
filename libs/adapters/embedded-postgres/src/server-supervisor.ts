import type { Logger } from '@earshot/ports';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresServer } from './postgres-server.js';
import type { ServerPlace } from './server-place.js';

const MAX_START_ATTEMPTS = 3;
const MAX_RESTARTS = 5;
/** Multiplied by the number of the attempt. */
const RESTART_AFTER_MS = 500;

/** Keeps one server running until `stop`: restarts it on the same port after an unexpected end. */
export class ServerSupervisor {
  private server: PostgresServer | undefined;
  private stopping: Promise<void> | undefined;
  private readonly stopAtExit = () => this.server?.signalStop();

  constructor(
    private readonly place: ServerPlace,
    private readonly logger: Logger,
  ) {}

  /** Starts the server and resolves with its port. Takes any free port if none is given. */
  async start(fixedPort: number | undefined): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const port = fixedPort ?? (await findFreePort());
      try {
        await this.run(port);
        process.once('exit', this.stopAtExit);
        return port;
      } catch (error) {
        // Another program may have taken the port since we found it free.
        if (fixedPort !== undefined || attempt === MAX_START_ATTEMPTS) throw error;
      }
    }
  }

  /** Idempotent. */
  stop(): Promise<void> {
    this.stopping ??= (async () => {
      process.removeListener('exit', this.stopAtExit);
      await this.server?.stop();
    })();
    return this.stopping;
  }

  private async run(port: number): Promise<void> {
    const server = await PostgresServer.start(this.place, port, this.logger);
    this.server = server;
    if (this.stopping) return server.stop();
    void server.exited.then(() => this.restart(port));
  }

  private async restart(port: number): Promise<void> {
    for (let attempt = 1; attempt <= MAX_RESTARTS && !this.stopping; attempt++) {
      this.logger.error({ attempt }, 'PostgreSQL ended unexpectedly; restarting it');
      await delay(RESTART_AFTER_MS * attempt, undefined, { ref: false });
      if (this.stopping) return;
      try {
        return await this.run(port);
      } catch (error) {
        this.logger.error({ err: error }, 'PostgreSQL could not be restarted');
      }
    }
  }
}

const findFreePort = (): Promise<number> =>
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
