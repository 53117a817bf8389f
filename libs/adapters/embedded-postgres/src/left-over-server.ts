import { Failure, type Logger } from '@earshot/ports';
import { execFile } from 'node:child_process';
import { readFile, readlink, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const STOP_WITHIN_MS = 60_000;
const POLL_MS = 50;

/**
 * A server of a run that was killed outlives it, since it is its own process group. It is stopped here (SIGINT is
 * PostgreSQL's fast shutdown) so that the cluster has one owner. A server whose parent still lives belongs to another
 * Earshot: refused with `POSTGRES_IN_USE`. A pid file that names a stranger's process is removed.
 */
export async function stopLeftOverServer(clusterDir: string, logger: Logger): Promise<void> {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!isAlive(pid) || !(await servesCluster(pid, clusterDir))) {
    await rm(pidFile, { force: true });
    return;
  }
  const owner = Number(await readFile(ownerFile(clusterDir), 'utf8').catch(() => ''));
  if (owner > 0 && (await parentOf(pid)) === owner) {
    throw new Failure('POSTGRES_IN_USE', `Process ${owner} already uses the data directory ${clusterDir}.`);
  }
  logger.warn({ pid }, 'stopping the PostgreSQL server that an earlier run left behind');
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; isAlive(pid); waitedMs += POLL_MS) {
    if (waitedMs >= STOP_WITHIN_MS) {
      throw new Failure('POSTGRES_IN_USE', `The PostgreSQL server ${pid} of an earlier run does not stop.`);
    }
    await pause(POLL_MS);
  }
}

/** Beside the cluster: names the process whose child the server is. */
export const ownerFile = (clusterDir: string): string => `${clusterDir}.owner`;

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

async function servesCluster(pid: number, clusterDir: string): Promise<boolean> {
  if (platform() === 'linux') {
    // A server's working directory is its cluster.
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === clusterDir;
  }
  const command = await run('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({ stdout: '' }));
  return command.stdout.includes(clusterDir);
}

async function parentOf(pid: number): Promise<number> {
  if (platform() === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name stands in parentheses and may hold anything; state and parent follow the last one.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  }
  const shown = await run('ps', ['-p', String(pid), '-o', 'ppid=']).catch(() => ({ stdout: '' }));
  return Number(shown.stdout);
}
