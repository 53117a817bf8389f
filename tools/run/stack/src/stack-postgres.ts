import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { services, type ServiceName } from '@earshot/contracts';
import { startEmbeddedPostgres, type EmbeddedPostgres, type Login } from '@earshot/embedded-postgres';
import type { Logger } from '@earshot/ports';
import { serviceRole } from '@earshot/postgres';
import type { Stack } from './stack.js';

/** A PostgreSQL with a role for each service. The addresses contain passwords. */
export type RunningPostgres = Stack['postgres'] & {
  /** Of the role that owns the database. */
  readonly url: string;
  /** Of the role of this service. */
  urlOf(service: ServiceName): string;
};

/** Starts the embedded PostgreSQL as a server that a test can stop and kill. After a `kill` it restarts itself, as in Earshot. */
export async function startStackPostgres(dataDir: string, port: number, logger: Logger): Promise<RunningPostgres> {
  // Other passwords at each start: nobody has to keep them.
  const logins = new Map(services.map((service) => [service, createLogin(service)]));
  const start = () => startEmbeddedPostgres({ dataDir, logger, port, furtherRoles: [...logins.values()] });
  let running: EmbeddedPostgres = await start();
  let pid = await readServerPid(dataDir);
  const server: RunningPostgres = {
    url: running.url,
    urlOf: (service) => running.urlOf(logins.get(service) ?? createLogin(service)),
    get pid() {
      return pid;
    },
    isAlive: () => pid > 0 && isAlive(pid),
    stop: () => running.stop(),
    kill: async () => {
      pid = await readServerPid(dataDir);
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    start: async () => {
      const now = await readServerPid(dataDir);
      if (now !== pid && isAlive(now)) return void (pid = now);
      // First stops the restart by which the embedded PostgreSQL repairs itself after a kill.
      await running.stop();
      running = await start();
      pid = await readServerPid(dataDir);
    },
    restart: async () => {
      await running.stop();
      running = await start();
      pid = await readServerPid(dataDir);
    },
  };
  return server;
}

const createLogin = (service: ServiceName): Login => ({
  role: serviceRole(service),
  password: randomBytes(24).toString('hex'),
});

const readServerPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '0')).split('\n')[0]);

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
