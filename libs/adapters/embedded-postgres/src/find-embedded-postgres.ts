import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { APPLICATION_ROLE, applicationPasswordFile, databaseUrl } from './database-url.js';
import { isProcessAlive } from './is-process-alive.js';

/** Line of `postmaster.pid` that holds the port, counted from 0. */
const PORT_LINE = 3;

/**
 * Finds the PostgreSQL that another process of this machine runs in a data directory. Returns its URL, or null if none
 * runs. The URL contains the password: do not log it.
 */
export async function findEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const home = resolve(dataDir);
  const lines = (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[PORT_LINE])];
  const password = (await readFile(applicationPasswordFile(home), 'utf8').catch(() => '')).trim();
  if (!(pid > 0) || !(port > 0) || password === '' || !isProcessAlive(pid)) return null;
  return databaseUrl({ role: APPLICATION_ROLE, password }, port);
}
