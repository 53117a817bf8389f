import { CapturingLogger, freePorts } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isProcessAlive } from './is-process-alive.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { PostgresServer } from './postgres-server.js';
import { childOptions } from './server-place.js';
import { findServerUser } from './server-user.js';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';
import { watchArguments } from './stop-with-owner.js';
import { copyTestCluster } from './testing.js';

jest.setTimeout(180_000);

/** Runs a watch like Earshot does: it holds the pipe, and can be killed. */
const OWNER = `
const [file, args, options] = JSON.parse(process.argv[1]);
const watch = require('node:child_process').spawn(file, args, { ...options, stdio: ['pipe', 'ignore', 'ignore'] });
console.log(watch.pid);
setInterval(() => {}, 1000);
`;

describe('the watch of the embedded PostgreSQL', () => {
  const logger = new CapturingLogger();
  let home: string;
  let owner: ChildProcess | undefined;
  beforeEach(async () => {
    home = await realpath(await mkdtemp(join(tmpdir(), 'earshot-pg-')));
    await chmod(home, 0o700);
    await copyTestCluster(home);
  });
  afterEach(async () => {
    owner?.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  });

  const start = () => startEmbeddedPostgres({ dataDir: home, logger });
  const clusterDir = () => join(home, 'postgres');
  async function startOwnerOfWatch(serverPid: number, tries?: number): Promise<number> {
    const options = childOptions(clusterDir(), await findServerUser());
    const args = JSON.stringify(['/bin/sh', watchArguments(serverPid, tries), options]);
    owner = spawn(process.execPath, ['--eval', OWNER, args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [pid] = (await once(owner.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return Number(String(pid));
  }
  async function killOwner(): Promise<void> {
    owner?.kill('SIGKILL');
    await once(owner as ChildProcess, 'exit');
  }

  it('stops the server when its owner is killed, and keeps what was committed', async () => {
    const first = await start();
    const client = new pg.Client({ connectionString: first.url });
    await client.connect();
    await client.query('create table kept as select 42 as value');
    await client.end();
    await first.stop();

    const user = await findServerUser();
    const { postgres } = await findPostgresBinaries(user);
    const [port = 0] = await freePorts(1);
    const server = await PostgresServer.start({ binary: postgres, clusterDir: clusterDir(), user }, port, logger);
    const watch = await startOwnerOfWatch(await serverPid(clusterDir()));
    await killOwner();
    await server.exited;
    await untilEnded(watch);

    const again = await start();
    const reader = new pg.Client({ connectionString: again.url });
    await reader.connect();
    expect((await reader.query('select value from kept')).rows).toEqual([{ value: 42 }]);
    await reader.end();
    await again.stop();
  });

  it('stops no process that got the id of a server that had ended', async () => {
    await (await start()).stop();
    const unrelated = spawn('sleep', ['60']);
    try {
      await writeFile(join(clusterDir(), 'postmaster.pid'), '1\n');
      const watch = await startOwnerOfWatch(unrelated.pid as number, 1);
      await killOwner();
      await untilEnded(watch);
      expect(unrelated.exitCode ?? unrelated.signalCode).toBeNull();
    } finally {
      unrelated.kill();
    }
  });

  it('ends when the server has ended', async () => {
    const running = await start();
    const watchesBefore = listWatches(await serverPid(clusterDir()));
    expect(watchesBefore).toHaveLength(1);
    await running.stop();
    for (const watch of watchesBefore) await untilEnded(watch);
  });
});

const serverPid = async (clusterDir: string): Promise<number> =>
  Number((await readFile(join(clusterDir, 'postmaster.pid'), 'utf8')).split('\n')[0]);

async function untilEnded(pid: number): Promise<void> {
  while (isProcessAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Finds the watches of a server by the arguments of the running processes. */
const listWatches = (server: number): number[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(` earshot-postgres-watch ${server} `))
    .map((line) => Number(line.trim().split(' ')[0]));
