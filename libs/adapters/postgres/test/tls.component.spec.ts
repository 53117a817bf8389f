import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { CapturingLogger, TestAuthority, type IssuedPair } from '@earshot/testing';
import { appendFile, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, type PostgresStores } from '../src/index.js';
import { runSql } from './postgres.js';

const authority = await TestAuthority.create();

describe('connections to PostgreSQL with TLS', () => {
  const opened: PostgresStores[] = [];
  let home: string;
  let cluster: string;
  let caFile: string;
  let postgres: EmbeddedPostgres | undefined;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-store-'));
    await copyTestCluster(home);
    cluster = join(home, 'postgres');
    caFile = join(home, 'ca.pem');
    await writeFile(caFile, authority.certificate);
    await appendFile(join(cluster, 'postgresql.conf'), "include_if_exists = 'tls.conf'\n");
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    await postgres?.stop();
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  /** Starts the server with this certificate, or without TLS. */
  async function start(pair: IssuedPair | null, ...lines: string[]): Promise<void> {
    const owner = await stat(cluster);
    const files = { 'server.crt': pair?.cert ?? '', 'server.key': pair?.key ?? '' };
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(cluster, name), content, { mode: 0o600 });
      await chown(join(cluster, name), owner.uid, owner.gid);
    }
    await writeFile(join(cluster, 'tls.conf'), [`ssl = ${pair === null ? 'off' : 'on'}`, ...lines, ''].join('\n'));
    postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  }

  const urlWith = (parameters: string): string => `${postgres?.url}?${parameters}`;
  const open = (parameters: string, host = '127.0.0.1'): PostgresStores => {
    const url = urlWith(parameters).replace('@127.0.0.1:', `@${host}:`);
    const stores = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
    opened.push(stores);
    return stores;
  };
  const verified = () => `sslmode=verify-full&sslrootcert=${encodeURIComponent(caFile)}`;
  /** What a service that waits for its database is told. */
  const problemOf = (stores: PostgresStores): Promise<unknown> =>
    stores.ping().then(
      () => 'it connects',
      ({ code, message, retryable }: { code: string; message: string; retryable: boolean }) => [
        code,
        /\((.*)\)/.exec(message)?.[1],
        retryable,
      ],
    );

  it('are encrypted where the address says verify-full', async () => {
    await start(await authority.issue());
    await open(verified()).migrate();
    const sql = 'select ssl, version from pg_stat_ssl where pid = pg_backend_pid()';
    expect(await runSql(urlWith(verified()), sql)).toEqual([{ ssl: true, version: 'TLSv1.3' }]);
  });

  it('do not trust another authority, or the right one under another name', async () => {
    await start(await authority.issue({ names: ['127.0.0.1'] }));
    expect(await problemOf(open('sslmode=verify-full'))).toEqual([
      'STORE_TLS_FAILED',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      true,
    ]);
    expect(await problemOf(open(verified(), 'localhost'))).toEqual([
      'STORE_TLS_FAILED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      true,
    ]);
    expect(await problemOf(open(verified()))).toBe('it connects');
  });

  it('do not trust an expired certificate', async () => {
    await start(await authority.issueExpired());
    expect(await problemOf(open(verified()))).toEqual(['STORE_TLS_FAILED', 'CERT_HAS_EXPIRED', true]);
  });

  it('do not use TLS 1.1', async () => {
    const old = ["ssl_min_protocol_version = 'TLSv1.1'", "ssl_max_protocol_version = 'TLSv1.1'"];
    await start(await authority.issue(), ...old);
    expect(await problemOf(open(verified()))).toEqual(['STORE_TLS_FAILED', 'EPROTO', true]);
  });

  it('do not fall back to a server without TLS', async () => {
    await start(null);
    expect(await problemOf(open(verified()))).toEqual(['STORE_TLS_FAILED', 'no TLS', true]);
  });

  it('show the certificate that the address names to a server that asks for one', async () => {
    const access = [
      // Without TLS only for the superuser, who prepares the server.
      'host all earshot 127.0.0.1/32 scram-sha-256',
      'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca',
    ];
    await writeFile(join(cluster, 'clients.pem'), authority.certificate);
    await writeFile(join(cluster, 'pg_hba.conf'), `${access.join('\n')}\n`);
    await start(await authority.issue(), `ssl_ca_file = 'clients.pem'`);
    const filesOf = async (issuer: TestAuthority, name: string): Promise<string> => {
      const { cert, key } = await issuer.issue({ names: [name] });
      for (const [kind, content] of [
        ['crt', cert],
        ['key', key],
      ] as const)
        await writeFile(join(home, `${name}.${kind}`), content, { mode: 0o600 });
      return `sslcert=${join(home, `${name}.crt`)}&sslkey=${join(home, `${name}.key`)}`;
    };
    expect(await problemOf(open(`${verified()}&${await filesOf(authority, 'service')}`))).toBe('it connects');
    expect(await problemOf(open(verified()))).toEqual(['STORE_REFUSED', 'SQL state 28000', false]);
    const stranger = await filesOf(await TestAuthority.create('Another authority'), 'stranger');
    expect(await problemOf(open(`${verified()}&${stranger}`))).not.toBe('it connects');
  });

  it('are refused at the start when a file of the address is not there', () => {
    const url = 'postgres://earshot:planted@db.example.org/earshot?sslmode=verify-full&sslrootcert=/nowhere/ca.pem';
    const failure = {
      code: 'STORE_TLS_FAILED',
      message: 'DATABASE_URL: the file of sslrootcert cannot be read (ENOENT)',
    };
    expect(() => openPostgres({ url, poolSize: 2, logger: new CapturingLogger() })).toThrow(
      expect.objectContaining(failure),
    );
  });
});
