import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { KeyAuthenticator, KeyDirectory, PasswordHasher } from '@earshot/access';
import type { Principal } from '@earshot/domain';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { readArguments } from '../src/access-arguments.js';
import { runAccessCommand } from '../src/run-access-command.js';
import { accessTools } from '../src/run-on-database.js';

jest.setTimeout(180_000);

describe('npm run access', () => {
  let home: string;
  let postgres: EmbeddedPostgres;
  let stores: PostgresStores;
  let clock: ManualClock;
  let authenticator: KeyAuthenticator;

  /** Runs a command line. Returns the lines that it prints. */
  const run = async (line: string, typed = ''): Promise<string[]> => {
    const lines: string[] = [];
    const print = (text: string) => void lines.push(text);
    const input = Readable.from([...Buffer.from(typed)].map((byte) => Uint8Array.of(byte)));
    const tools = accessTools(stores, { clock, pageUrl: 'https://calls.example.org', print, input });
    await runAccessCommand(readArguments(line.split(' ')), tools);
    return lines;
  };
  const createKey = async (options: string): Promise<string> => (await run(`create-key ${options}`)).at(-1) ?? '';
  const authenticate = (key: string): Promise<Principal> =>
    authenticator.authenticate({ headers: { authorization: `Bearer ${key}` } });
  const idOf = (key: string): string => key.split('_')[1] ?? '';

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-access-'));
    await copyTestCluster(home);
    postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
    stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
    await stores.migrate();
  });
  afterAll(async () => {
    await stores.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });
  beforeEach(() => {
    clock = new ManualClock();
    authenticator = new KeyAuthenticator(new KeyDirectory(stores.accessKeys, clock, new CapturingLogger()));
  });

  it('prints a key alone on the last line, which then works', async () => {
    const supervisor = await createKey('--role supervisor --team north --team south --name Kim');
    expect(supervisor).toMatch(/^ek_[0-9a-z]{8}_[\w-]{43}$/);
    expect(await authenticate(supervisor)).toMatchObject({
      kind: 'SERVICE',
      roles: ['SUPERVISOR'],
      teams: ['north', 'south'],
      subject: 'Kim',
      sources: [],
    });
    const source = await createKey('--source lca');
    expect(await authenticate(source)).toMatchObject({ kind: 'SOURCE', roles: [], sources: ['lca'] });
    expect((await run('list-keys')).join('\n')).not.toContain(supervisor.slice(12));
  });

  it('ends a key when it is revoked, and when its time is over', async () => {
    const [revoked, short] = [await createKey('--role admin'), await createKey('--role admin --expires 30m')];
    await run(`revoke-key ${idOf(revoked)}`);
    await expect(authenticate(revoked)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(run(`revoke-key ${idOf(revoked)}`)).rejects.toMatchObject({ code: 'KEY_NOT_FOUND' });
    await authenticate(short);
    await clock.advance(30 * 60_000);
    await expect(authenticate(short)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const listed = (await run('list-keys')).join('\n');
    expect(listed).toMatch(new RegExp(`${idOf(revoked)}.*revoked`));
    expect(listed).toMatch(new RegExp(`${idOf(short)}.*expired`));
  });

  it('rotates a key with an overlap, and the new one is the same principal for as long', async () => {
    const old = await createKey('--role supervisor --queue claims --expires 10d');
    const replacement = (await run(`rotate-key ${idOf(old)} --overlap 1h`)).at(-1) ?? '';
    const [before, after] = [await authenticate(old), await authenticate(replacement)];
    expect({ ...after, expiresAtMs: 0 }).toEqual({ ...before, expiresAtMs: 0 });
    expect(after.expiresAtMs).toBe(clock.nowMs() + 10 * 86_400_000);
    await clock.advance(3_600_000);
    await expect(authenticate(old)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await authenticate(replacement);
  });

  it('changes teams', async () => {
    await run('add-to-team --team north --agent mia');
    await run('add-to-team --team north --agent ben');
    expect(await run('list-teams')).toEqual(['north: ben, mia']);
    expect(await run('remove-from-team --team north --agent ben')).toEqual(['ben is no longer in the team north.']);
    expect(await run('list-teams')).toEqual(['north: mia']);
  });

  it('makes and changes accounts, by one-time links, and records each change', async () => {
    const [firstLink] = (await run('first-admin')).slice(-1);
    expect(firstLink).toMatch(/^https:\/\/calls\.example\.org\/sign-in\/first#et_\w{8}_[\w-]{43}$/);
    const created = await run('create-user --name root@example.org --role admin');
    expect(created.at(-1)).toMatch(/^https:\/\/calls\.example\.org\/sign-in\/once#et_\w{8}_[\w-]{43}$/);
    await expect(run('first-admin')).rejects.toMatchObject({ code: 'ADMIN_EXISTS' });
    await expect(run('disable-user ROOT@example.org')).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    await run('create-user --name mia --role agent --agent mia --display Mia');
    await expect(run('create-user --name MIA --role auditor')).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    await run('set-roles mia --role supervisor --team north');
    await run('disable-user mia');
    expect(await run('list-users')).toEqual([
      'mia: supervisor, team north, disabled',
      'root@example.org: admin, active',
    ]);
    await run('enable-user mia');
    expect((await run('reset-password mia')).at(-1)).toContain('/sign-in/once#et_');
    expect(await run('reset-totp mia')).toEqual(['mia had no two-step sign-in.']);
    await expect(run('reset-totp nobody')).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });

    await clock.advance(600_000);
    await stores.auditWriter.writeRows({ nowMs: clock.nowMs(), waitMs: 0 });
    const { items } = await stores.auditReader.listEntries('default', { first: 9, filter: { action: 'MANAGE' } });
    const changes = items.flatMap(({ item }) => item.details).map((detail) => detail.split(':')[0]);
    for (const change of [
      'createUser',
      'setRoles',
      'disableUser',
      'enableUser',
      'resetPassword',
      'resetTotp',
      'makeFirstAdminLink',
      'createAccessKey',
      'revokeAccessKey',
      'rotateAccessKey',
      'addToTeam',
      'removeFromTeam',
    ])
      expect(changes).toContain(change);
    expect(items[0]?.item).toMatchObject({ principal: 'tool:access', kind: 'SERVICE' });
  });

  it('changes nothing that it cannot record, and records what was refused', async () => {
    const kept = idOf(await createKey('--role admin'));
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const seen = async () => [await run('list-keys'), await run('list-users'), await run('list-teams')];
    const before = await seen();
    await client.query('alter table audit_accesses rename to away');
    for (const change of [
      'create-key --role admin',
      `revoke-key ${kept}`,
      `rotate-key ${kept}`,
      'add-to-team west zoe',
      'remove-from-team north mia',
      'create-user --name unrecorded --role agent',
      'create-user --name unrecorded --role agent --password-stdin',
      'disable-user mia',
      'reset-password mia',
    ])
      await expect(run(change, 'märble otter quilt 9\n')).rejects.toThrow();
    await client.query('alter table away rename to audit_accesses');
    await client.end();
    expect(await seen()).toEqual(before);

    await expect(run('disable-user root@example.org')).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    await clock.advance(600_000);
    await stores.auditWriter.writeRows({ nowMs: clock.nowMs(), waitMs: 0 });
    const { items } = await stores.auditReader.listEntries('default', { first: 9, filter: { action: 'REFUSED' } });
    expect(items.flatMap(({ item }) => item.details)).toContainEqual(expect.stringMatching(/^disableUser:\w{8}$/));
  });

  it('makes an account with a password of the standard input, which must be a good one', async () => {
    const command = 'create-user --name kim --role supervisor --password-stdin';
    for (const typed of ['', '\n', 'x'.repeat(3_000)])
      await expect(run(command, typed)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    await expect(run(command, 'password1234\n')).rejects.toMatchObject({ code: 'PASSWORD_TOO_COMMON' });
    const [line] = await run(command, 'märble otter quilt 9\r\nmore');
    expect(line).toMatch(/^kim has an account \(\w{8}\), and must change the password at the first sign-in\.$/);
    const kim = await stores.users.findByName('default', 'kim');
    expect(kim).toMatchObject({ mustChangePassword: true, roles: ['SUPERVISOR'] });
    const { passwordHash = null } = (await stores.users.findCredentials(kim?.id ?? '')) ?? {};
    expect(await new PasswordHasher().verifyPassword(passwordHash, 'märble otter quilt 9')).toBe(true);
  });

  it.each([
    ['create-user --role admin', 'create-user needs --name, with which the person signs in'],
    ['create-user --name mia', 'give --role'],
    ['disable-user', 'give the sign-in name of one account'],
    ['list-users now', 'list-users takes no now'],
    ['create-key', 'a key needs roles or sources, and cannot have both'],
    ['create-key --role admin --source lca', 'a key needs roles or sources, and cannot have both'],
    ['create-key --role boss', 'there is no role boss: use agent, supervisor, analyst, auditor, admin'],
    ['create-key --role agent', 'the key of an agent needs the agent whose calls it reads'],
    ['create-key --source lca --team north', 'a source reads nothing, so its key takes no agent, team or queue'],
    ['create-key --role admin --expires soon', '--expires must be a time such as 30m, 12h or 90d, and at most 3650d'],
    ['create-key --role admin --overlap 1d', 'create-key has no option --overlap'],
    ['revoke-key', 'give the id of a key'],
    ['revoke-key a b', 'give the id of a key'],
    ['list-keys now', 'list-keys takes no now'],
    ['add-to-team --team north', 'give one --agent'],
    ['make-key', 'there is no command make-key'],
    ['constructor', 'there is no command constructor'],
  ])('refuses %j', (line, problem) => {
    expect(() => readArguments(line.split(' '))).toThrow(
      expect.objectContaining({ code: 'BAD_ARGUMENT', message: `${problem}. --help shows the usage.` }),
    );
  });
});
