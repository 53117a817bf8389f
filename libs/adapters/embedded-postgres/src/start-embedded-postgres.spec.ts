import { CapturingLogger } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findEmbeddedPostgres } from './find-embedded-postgres.js';
import { isProcessAlive } from './is-process-alive.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { PostgresServer } from './postgres-server.js';
import { findServerUser } from './server-user.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.js';
import { copyTestCluster } from './testing.js';

// Creating a cluster takes a second or two, more on a busy machine.
jest.setTimeout(180_000);

const ask = async (url: string, sql: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<{ value: unknown }>(sql);
    return result.rows[0]?.value;
  } finally {
    await client.end();
  }
};

describe('startEmbeddedPostgres', () => {
  const logger = new CapturingLogger();
  let home: string;
  let dataDir: string;
  const running: EmbeddedPostgres[] = [];
  const start = async () => {
    const started = await startEmbeddedPostgres({ dataDir, logger });
    running.push(started);
    return started;
  };
  /** For tests of what happens to a cluster. The others let initdb create theirs. */
  const startCopy = async () => {
    await copyTestCluster(dataDir);
    return start();
  };
  const serverPid = async () =>
    Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-pg-'));
    // Private like a home directory: the server's user may not enter it.
    await chmod(home, 0o700);
    dataDir = join(home, 'data');
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('keeps the data between a stop and a start, and leaves no process', async () => {
    const signalsBefore = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
    const first = await start();
    await ask(first.url, 'create table kept as select 42 as value');
    const pid = await serverPid();
    expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(signalsBefore);
    expect(await findEmbeddedPostgres(dataDir)).toBe(first.url);
    await first.stop();
    expect(isProcessAlive(pid)).toBe(false);
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
    const second = await start();
    expect(await ask(second.url, 'select value from kept')).toBe(42);
    expect(await ask(second.url, "select setting as value from pg_settings where name = 'data_checksums'")).toBe('on');
  });

  it('keeps the password in a private file and out of the log', async () => {
    await start();
    const file = join(dataDir, 'postgres.password');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(logger.lines)).not.toContain((await readFile(file, 'utf8')).trim());
  });

  it('gives the services a role that owns its database and may do nothing else', async () => {
    const { url } = await start();
    const attributes = `rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls`;
    expect(await ask(url, `select ${attributes} as value from pg_roles where rolname = current_user`)).toBe(false);
    const owner = `select pg_get_userbyid(datdba) = current_user as value from pg_database where datname = 'earshot'`;
    expect(await ask(url, owner)).toBe(true);
    for (const other of ['postgres', 'template1'])
      await expect(ask(url.replace(/earshot$/, other), 'select 1 as value')).rejects.toMatchObject({ code: '42501' });
    await expect(ask(url, `select pg_read_file('postgresql.conf') as value`)).rejects.toMatchObject({ code: '42501' });
    await expect(ask(url, `copy (select 1) to program 'true'`)).rejects.toMatchObject({ code: '42501' });
    // The extensions that search may use are trusted, so the owner of a database may create them.
    await ask(url, 'create extension if not exists pg_trgm');
  });

  it('hands over a cluster whose superuser owned everything, with its data', async () => {
    const { url } = await start();
    const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
    const admin = url.replace(/\/\/[^@]+@/, `//earshot:${password}@`);
    for (const sql of [
      'alter database earshot owner to earshot',
      `create type mood as enum ('calm')`,
      'create table kept (id int generated always as identity primary key, number serial, mood mood)',
      `insert into kept (mood) values ('calm')`,
      'create view shown as select * from kept',
      'create function one() returns int language sql as $$ select 1 $$',
      'create sequence counted',
    ])
      await ask(admin, sql);
    await running.splice(0)[0]?.stop();
    const again = await start();
    await ask(again.url, `alter type mood add value 'cross'`);
    await ask(again.url, `insert into kept (mood) values ('cross')`);
    await ask(again.url, 'alter table kept add column more text');
    expect(await ask(again.url, 'select count(*)::int + one() as value from shown')).toBe(3);
    const foreign = `
      select count(*)::int as value from pg_class where relnamespace = 'public'::regnamespace
        and relowner <> current_user::regrole`;
    expect(await ask(again.url, foreign)).toBe(0);
    for (const what of ['view shown', 'table kept', 'type mood', 'function one()', 'sequence counted'])
      await ask(again.url, `drop ${what}`);
  });

  it.each([
    ['is missing', null],
    ['is empty', ''],
    ['holds another password', 'wrong'],
  ])('says in one line what to do when the file of its password %s, and keeps the database', async (_what, content) => {
    const first = await startCopy();
    await ask(first.url, 'create table kept as select 3 as value');
    await running.splice(0)[0]?.stop();
    const file = join(dataDir, 'postgres.password');
    const password = await readFile(file, 'utf8');
    await (content === null ? rm(file) : writeFile(file, content));
    await expect(start()).rejects.toMatchObject({
      code: 'POSTGRES_PASSWORD_LOST',
      message: expect.stringMatching(/^[^\n]*postgres\.password[^\n]*Restore[^\n]*$/),
    });
    expect(isProcessAlive((await serverPid().catch(() => 0)) || 2 ** 30)).toBe(false);
    await writeFile(file, password);
    expect(await ask((await start()).url, 'select value from kept')).toBe(3);
  });

  it('sets the password of the services anew when its file is lost', async () => {
    await startCopy();
    await running.splice(0)[0]?.stop();
    await rm(join(dataDir, 'postgres-app.password'));
    expect(await ask((await start()).url, 'select 1 as value')).toBe(1);
  });

  it('refuses a cluster that a live process uses', async () => {
    await startCopy();
    await expect(startEmbeddedPostgres({ dataDir, logger })).rejects.toMatchObject({ code: 'POSTGRES_IN_USE' });
  });

  it('stops the server of a run that was killed, and uses its data', async () => {
    const first = await startCopy();
    await ask(first.url, 'create table kept as select 7 as value');
    await first.stop();
    const user = await findServerUser();
    const { postgres } = await findPostgresBinaries(user);
    // After SIGKILL of the owner, the recorded owner is no longer the parent of the server.
    await writeFile(join(dataDir, 'postgres.owner'), '999999');
    const orphan = await PostgresServer.start(
      { binary: postgres, clusterDir: join(await realpath(dataDir), 'postgres'), user },
      45_911,
      logger,
    );
    const orphanPid = await serverPid();
    const second = await start();
    await orphan.exited;
    expect(isProcessAlive(orphanPid)).toBe(false);
    expect(await ask(second.url, 'select value from kept')).toBe(7);
  });

  it('ignores a pid file that names an unrelated process', async () => {
    await (await startCopy()).stop();
    const unrelated = spawn('sleep', ['60']);
    try {
      await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${unrelated.pid}\n${dataDir}\n`);
      const again = await start();
      expect(await ask(again.url, 'select 1 as value')).toBe(1);
      expect(unrelated.exitCode).toBeNull();
    } finally {
      unrelated.kill();
    }
  });

  it('restarts the server when it dies', async () => {
    const started = await startCopy();
    const pid = await serverPid();
    process.kill(pid, 'SIGQUIT');
    let answer: unknown;
    while (answer !== 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      answer = await ask(started.url, 'select 1 as value').catch(() => undefined);
      if ((await serverPid().catch(() => pid)) === pid) answer = undefined;
    }
  });

  it('rejects with one line if the data directory cannot be used', async () => {
    const blocked = join(home, 'file');
    await writeFile(blocked, '');
    await expect(startEmbeddedPostgres({ dataDir: join(blocked, 'data'), logger })).rejects.toMatchObject({
      code: 'DATA_DIR_NOT_WRITABLE',
      message: expect.stringMatching(/^[^\n]+$/),
    });
  });

  it('refuses a cluster folder that holds other files', async () => {
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'thesis.txt'), 'x');
    await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_FAILED' });
  });
});
