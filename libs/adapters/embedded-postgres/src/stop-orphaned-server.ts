import { Failure, type Logger } from '@earshot/ports';
import { execFile } from 'node:child_process';
import { readFile, readlink, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isProcessAlive } from './is-process-alive.js';

const run = promisify(execFile);
const STOP_WITHIN_MS = 60_000;
const POLL_EVERY_MS = 50;

/**
 * Stops the server of an earlier run that was killed. Such a server keeps running, because it has its own process group.
 * Rejects with `POSTGRES_IN_USE` if the process that started the server still lives: then another Earshot uses it. Removes
 * a pid file that names an unrelated process.
 */
export async function stopOrphanedServer(clusterDir: string, logger: Logger): Promise<void> {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!isProcessAlive(pid) || !(await servesCluster(pid, clusterDir))) {
    await rm(pidFile, { force: true });
    return;
  }
  const owner = Number(await readFile(ownerFile(clusterDir), 'utf8').catch(() => ''));
  if (owner > 0 && (await findParent(pid)) === owner) {
    throw new Failure(
      'POSTGRES_IN_USE',
      `Process ${owner} already uses the data directory ${clusterDir}. Stop it first.`,
    );
  }
  logger.warn({ pid }, 'stopping the PostgreSQL server of an earlier run that was killed');
  // PostgreSQL takes SIGINT as a fast shutdown.
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; isProcessAlive(pid); waitedMs += POLL_EVERY_MS) {
    if (waitedMs >= STOP_WITHIN_MS) {
      throw new Failure(
        'POSTGRES_IN_USE',
        `The PostgreSQL server of an earlier run, process ${pid}, does not stop. Kill it.`,
      );
    }
    await delay(POLL_EVERY_MS);
  }
}

/** The file beside the cluster that holds the id of the process that started the server. */
export const ownerFile = (clusterDir: string): string => `${clusterDir}.owner`;

async function servesCluster(pid: number, clusterDir: string): Promise<boolean> {
  if (platform() === 'linux') {
    // The working directory of a server is its cluster.
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === clusterDir;
  }
  const command = await run('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({ stdout: '' }));
  return command.stdout.includes(clusterDir);
}

async function findParent(pid: number): Promise<number> {
  if (platform() === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // State and parent follow the last parenthesis; the name before it may contain anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  }
  const shown = await run('ps', ['-p', String(pid), '-o', 'ppid=']).catch(() => ({ stdout: '' }));
  return Number(shown.stdout);
}
