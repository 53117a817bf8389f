import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const { findSecrets } = (await import(join(root, 'tools/workspace/supply-chain/find-secrets.mjs'))) as {
  findSecrets: (texts: ReadonlyMap<string, string>, allowedExamples?: readonly string[]) => readonly string[];
};

/** Texts that look like a secret and protect nothing. Each says so in its own words. */
const EXAMPLES = [
  'POSTGRES_ADMIN_PASSWORD=example-not-a-secret-admin',
  'POSTGRES_PASSWORD=example-not-a-secret-services',
  'S3_SECRET_KEY=example-not-a-secret-value',
  // Decodes to "example-not-a-secret-master-key!".
  'EARSHOT_MASTER_KEY=ZXhhbXBsZS1ub3QtYS1zZWNyZXQtbWFzdGVyLWtleSE=',
];

describe('the tracked files', () => {
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)) && statSync(join(root, path)).isFile());
  const texts = new Map(tracked.map((path) => [path, readFileSync(join(root, path), 'utf8')]));

  it('hold no secret', () => {
    expect(texts.size).toBeGreaterThan(1_000);
    expect(findSecrets(texts, EXAMPLES)).toEqual([]);
  });

  it('hold every example that is allowed', () =>
    expect(
      EXAMPLES.filter((example) => ![...texts].some(([path, text]) => path !== SELF && text.includes(example))),
    ).toEqual([]));
});
const SELF = 'tools/workspace/test/secrets.spec.ts';

/** Put together here, so that this file holds none. */
const planted = [
  ['a private key', ['-----BEGIN ', 'PRIVATE KEY-----']],
  ['a private key', ['-----BEGIN RSA ', 'PRIVATE KEY-----']],
  ['an AWS access key', ['AKIA', 'ABCDEFGHIJ234567']],
  ['an access key of Earshot', ['ek_', 'a1B2c3D4', '_', 'x-_9'.repeat(10), 'abc']],
  ['a token of GitHub', ['ghp_', 'a1B2'.repeat(9)]],
  ['a token of npm', ['npm_', 'a1B2'.repeat(9)]],
  ['a token of Slack', ['xoxb-', '1234567890-abc']],
  ['a signed token (JWT)', ['eyJ', 'hbGciOiJIUzI1NiJ9', '.eyJ', 'zdWIiOiIxMjM0In0', '.c2lnbmF0dXJl']],
  ['a password of an npm registry', ['//registry.example.org/:_auth', 'Token=abcdef']],
  ['a master key or a password in an environment file', ['EARSHOT_MASTER_KEY', '=c29tZXRoaW5n']],
] as const;

it.each(planted)('finds %s, says where, and does not repeat it', (kind, parts) => {
  const secret = parts.join('');
  const lines = findSecrets(new Map([['notes.txt', `first\n${secret}\n`]]));
  expect(lines).toEqual([`notes.txt:2: looks like ${kind}`]);
  expect(lines.join()).not.toContain(secret);
});

it.each([
  'POSTGRES_PASSWORD=',
  'POSTGRES_PASSWORD=PASSWORD',
  'POSTGRES_PASSWORD=$(openssl rand -hex 16)',
  'POSTGRES_PASSWORD=${POSTGRES_PASSWORD:?set it}',
  'An ek_ key is shown once.',
  '-----BEGIN CERTIFICATE-----',
])('takes no notice of: %s', (text) => expect(findSecrets(new Map([['notes.txt', text]]))).toEqual([]));
