import { Failure } from '@earshot/ports';
import { spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childOptions, clusterPath } from './postgres-server.js';
import type { ServerUser } from './server-user.js';

/** Where a cluster is made and with which programs. */
export interface ClusterPlan {
  readonly initdb: string;
  readonly clusterDir: string;
  readonly user: ServerUser | undefined;
  readonly password: string;
}

/**
 * Makes the cluster unless it is there. It is made beside its place and moved there when complete, so that a run killed
 * during the first start leaves no half cluster. Only the cluster's own directory changes its owner.
 */
export async function createCluster(plan: ClusterPlan): Promise<void> {
  const { clusterDir, user } = plan;
  if (await isCluster(clusterDir)) return;
  const unfinished = `${clusterDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (user !== undefined) await chown(unfinished, user.uid, user.gid);
  const secretDir = await mkdtemp(join(tmpdir(), 'earshot-initdb-'));
  try {
    const passwordFile = join(secretDir, 'password');
    await writeFile(passwordFile, `${plan.password}\n`, { mode: 0o600 });
    if (user !== undefined) for (const path of [secretDir, passwordFile]) await chown(path, user.uid, user.gid);
    await runInitdb(plan, unfinished, passwordFile);
  } finally {
    await rm(secretDir, { recursive: true, force: true });
  }
  await rename(unfinished, clusterDir);
}

/** True for a complete cluster; an empty directory is taken as none, anything else is refused. */
export async function isCluster(clusterDir: string): Promise<boolean> {
  const files = await readdir(clusterDir).catch(() => null);
  if (files === null) return false;
  if (files.includes('PG_VERSION')) {
    const { uid } = await stat(clusterDir);
    const me = process.getuid?.();
    if (me === undefined || me === 0 || me === uid) return true;
    throw new Failure('POSTGRES_FAILED', `${clusterDir} belongs to another user; start Earshot as that user.`);
  }
  if (files.length > 0)
    throw new Failure('POSTGRES_FAILED', `${clusterDir} holds files that are not a PostgreSQL cluster.`);
  await rm(clusterDir, { recursive: true });
  return false;
}

function runInitdb({ initdb, user }: ClusterPlan, dir: string, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${clusterPath(dir, user)}`,
    '--username=earshot',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and case rules on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(initdb, args, { ...childOptions(dir, user), stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2_000)));
    const fail = (detail: string) => reject(new Failure('POSTGRES_FAILED', `initdb failed: ${detail.trim()}`));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) =>
      code === 0 ? resolve() : fail(words.split('\n').find((line) => line.includes('error')) ?? words),
    );
  });
}
