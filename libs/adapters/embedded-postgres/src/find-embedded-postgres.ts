import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { databaseUrl, passwordFile } from './database-url.js';
import { isAlive } from './left-over-server.js';

const PORT_LINE = 3;

/**
 * The address of the PostgreSQL that another process of this machine runs in a data directory; null when none does. It
 * holds the password: never to be logged.
 */
export async function findEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const home = resolve(dataDir);
  const lines = (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[PORT_LINE])];
  const password = (await readFile(passwordFile(home), 'utf8').catch(() => '')).trim();
  if (!(pid > 0) || !(port > 0) || password === '' || !isAlive(pid)) return null;
  return databaseUrl({ password, port });
}
