import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BreachedPasswords } from './breached-passwords.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordPolicy } from './password-policy.js';

const GOOD = 'marble-otter-quilt-9';
const person = { name: 'mia.hollander@example.org', displayName: 'Mia Hollander' };

describe('the password policy', () => {
  let home: string;
  /** Passwords of every place in the sorted file: the first and last line, too. */
  const breached = Array.from({ length: 200 }, (_, at) => `breached password ${at}`);
  const fileOf = async (name: string, passwords: readonly string[], end = '\n'): Promise<BreachedPasswords> => {
    const file = join(home, name);
    const lines = passwords.map(
      (text, at) => `${createHash('sha1').update(text).digest('hex').toUpperCase()}:${at ** 3}`,
    );
    await writeFile(file, lines.sort().join('\r\n') + end);
    return new BreachedPasswords(file);
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-passwords-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it.each([
    ['marble-9otte', null],
    ['marble-9ott', 'PASSWORD_TOO_SHORT'],
    [GOOD, null],
    ['correct horse battery staple', null],
    ['q'.repeat(13), 'PASSWORD_TOO_COMMON'],
    ['password1234', 'PASSWORD_TOO_COMMON'],
    ['Passw0rd2024!', 'PASSWORD_TOO_COMMON'],
    ['qwertyuiop[]', 'PASSWORD_TOO_COMMON'],
    ['MIA.Hollander@Example.ORG', 'PASSWORD_TOO_COMMON'],
    ['hollander1234', 'PASSWORD_TOO_COMMON'],
    ['earshotearshot', 'PASSWORD_TOO_COMMON'],
    [`${GOOD}${'x'.repeat(236)}`, null],
    [`${GOOD}${'x'.repeat(237)}`, 'PASSWORD_TOO_LONG'],
  ])('judges %j: %s', async (password, code) => {
    const judged = new PasswordPolicy(null).requireGoodPassword(password, person);
    if (code === null) await expect(judged).resolves.toBeUndefined();
    else await expect(judged).rejects.toMatchObject({ code });
  });

  it('refuses each password of the file of breached ones, and no other', async () => {
    for (const file of [await fileOf('all', breached), await fileOf('without-end', breached, '')]) {
      for (const password of breached) expect([password, await file.contains(password)]).toEqual([password, true]);
      for (const password of breached) expect(await file.contains(`${password}!`)).toBe(false);
    }
    expect(await (await fileOf('empty', [], '')).contains(GOOD)).toBe(false);
    const policy = new PasswordPolicy(await fileOf('one', [GOOD]));
    await expect(policy.requireGoodPassword(GOOD, person)).rejects.toMatchObject({ code: 'PASSWORD_BREACHED' });
    await expect(policy.requireGoodPassword(`${GOOD}!`, person)).resolves.toBeUndefined();
  });
});

describe('the file of breached passwords', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-breached-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('is looked at before somebody chooses a password', async () => {
    const file = join(home, 'hashes');
    const problemOf = () =>
      new BreachedPasswords(file).requireUsable().then(
        () => null,
        ({ code, message }: Failure) => `${code} ${/\(.*\)/.exec(message)?.[0]}`,
      );
    expect(await problemOf()).toBe('BREACHED_PASSWORDS_UNUSABLE (ENOENT)');
    const refusal = 'BREACHED_PASSWORDS_UNUSABLE (its first line has no SHA-1)';
    for (const content of ['', 'password1234\n'.repeat(9), `${'0123456789ABCDEF'.repeat(2)}:7\r\n`]) {
      await writeFile(file, content);
      expect(await problemOf()).toBe(refusal);
    }
    await writeFile(file, `${createHash('sha1').update('x').digest('hex')}:7\r\n`);
    expect(await problemOf()).toBeNull();
  });
});

describe('the password hasher', () => {
  it('hashes with argon2id, and knows the password of a hash', async () => {
    const hasher = new PasswordHasher();
    const hash = await hasher.hashPassword(GOOD);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verifyPassword(hash, GOOD)).toBe(true);
    expect(await hasher.verifyPassword(hash, `${GOOD} `)).toBe(false);
    expect(await hasher.verifyPassword(null, 'an account without a password')).toBe(false);
  });

  it('refuses more than 50 that wait, and serves the others', async () => {
    const hasher = new PasswordHasher();
    const asked = Array.from({ length: 54 }, () => hasher.hashPassword(GOOD));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(52);
    expect(settled.at(-1)).toMatchObject({ reason: { code: 'SIGN_IN_BUSY', retryable: true } });
    await hasher.hashPassword(GOOD);
  });
});
