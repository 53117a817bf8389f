import { Failure } from '@earshot/ports';
import { spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childOptions, clusterPath } from './server-place.js';
import type { ServerUser } from './server-user.js';

/** Where and how a cluster is created. */
export interface ClusterOptions {
  readonly initdb: string;
  readonly clusterDir: string;
  readonly user: ServerUser | undefined;
  readonly password: string;
}

/**
 * Creates the cluster unless it exists. Creates it in a neighbouring folder and renames that folder when it is complete, so
 * that a killed run leaves no incomplete cluster. Only the folder of the cluster changes its owner.
 */
export async function createCluster(options: ClusterOptions): Promise<void> {
  const { clusterDir, user } = options;
  if (await isCluster(clusterDir)) return;
  const unfinished = `${clusterDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (user !== undefined) await chown(unfinished, user.uid, user.gid);
  const secretDir = await mkdtemp(join(tmpdir(), 'earshot-initdb-'));
  try {
    const passwordFile = join(secretDir, 'password');
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (user !== undefined) for (const path of [secretDir, passwordFile]) await chown(path, user.uid, user.gid);
    await runInitdb(options, unfinished, passwordFile);
  } finally {
    await rm(secretDir, { recursive: true, force: true });
  }
  await rename(unfinished, clusterDir);
}

/** True if the folder holds a complete cluster. Removes an empty folder and rejects if the folder holds anything else. */
export async function isCluster(clusterDir: string): Promise<boolean> {
  const files = await readdir(clusterDir).catch(() => null);
  if (files === null) return false;
  if (files.includes('PG_VERSION')) {
    const { uid } = await stat(clusterDir);
    const ownUid = process.getuid?.();
    if (ownUid === undefined || ownUid === 0 || ownUid === uid) return true;
    throw new Failure('POSTGRES_FAILED', `${clusterDir} belongs to another user. Start Earshot as that user.`);
  }
  if (files.length > 0)
    throw new Failure(
      'POSTGRES_FAILED',
      `${clusterDir} holds files that are not a PostgreSQL cluster. Move them away or choose another data directory.`,
    );
  await rm(clusterDir, { recursive: true });
  return false;
}

function runInitdb({ initdb, user }: ClusterOptions, dir: string, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${clusterPath(dir, user)}`,
    '--username=earshot',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Text sorts and compares in the same way on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(initdb, args, { ...childOptions(dir, user), stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-2_000)));
    const fail = (detail: string) => reject(new Failure('POSTGRES_FAILED', `initdb failed: ${detail.trim()}`));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) =>
      code === 0 ? resolve() : fail(output.split('\n').find((line) => line.includes('error')) ?? output),
    );
  });
}
