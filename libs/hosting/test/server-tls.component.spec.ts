import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CapturingLogger,
  CapturingMetrics,
  eventually,
  ManualClock,
  TestAuthority,
  TestTlsFiles,
  type IssuedPair,
} from '@earshot/testing';
import { openServerTls, type TlsFileSettings } from '../src/index.js';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

/** Counts what was planned: the next read of the files is planned when one has ended. */
class CountingClock extends ManualClock {
  planned = 0;

  override schedule(delayMs: number, task: () => void): () => void {
    this.planned += 1;
    return super.schedule(delayMs, task);
  }
}

const authority = await TestAuthority.create();
const [first, other] = [await authority.issue(), await authority.issue()];
const unusablePairs = [
  ['an expired certificate', await authority.issueExpired(), /CERT_FILE: .*expired on/],
  [
    'a certificate of the future',
    await authority.issue({ validFrom: inDays(1), validUntil: inDays(9) }),
    /CERT_FILE: .*valid only from/,
  ],
  ['the key of another certificate', { ...first, key: other.key }, /KEY_FILE: holds the key of another/],
  ['no certificate', { ...first, cert: 'planted' }, /CERT_FILE: holds no certificate/],
  ['no key', { ...first, key: 'planted' }, /KEY_FILE: holds no private key/],
] as const;

describe('a server with TLS from files', () => {
  let files: TestTlsFiles;
  let logger: CapturingLogger;
  let clock: CountingClock;
  let metrics: CapturingMetrics;
  let server: Server | undefined;
  const sockets: TLSSocket[] = [];

  beforeEach(async () => {
    files = await TestTlsFiles.create(first);
    logger = new CapturingLogger();
    clock = new CountingClock(Date.now());
    metrics = new CapturingMetrics();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    await files.dispose();
  });

  async function listen(settings: TlsFileSettings = files.settings): Promise<void> {
    const tls = await openServerTls(settings, { clock, logger, metrics });
    server = createServer(tls?.options ?? {}, (_, response) => response.end('hello'));
    tls?.keepCurrent(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }

  const withClientCa = async (certificate: string): Promise<TlsFileSettings> => ({
    ...files.settings,
    EARSHOT_TLS_CLIENT_CA_FILE: await files.writeFile('clients.pem', certificate),
  });
  const dial = (options: ConnectionOptions = {}): TLSSocket => {
    const { port } = server?.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', ca: authority.certificate, ...options });
    sockets.push(socket);
    return socket;
  };
  const open = async (options: ConnectionOptions = {}): Promise<TLSSocket> => {
    const socket = dial(options);
    await once(socket, 'secureConnect');
    return socket;
  };
  /** The first line of the answer to a request on this connection. */
  const ask = async (socket: TLSSocket): Promise<string> => {
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString().split('\r\n', 1)[0] ?? '';
  };
  /** The code of the error that ends a connection that should not come about; `CLOSED` if the server says nothing. */
  const refusalOf = (options: ConnectionOptions): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      const socket = dial(options);
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      socket.once('close', () => resolve('CLOSED'));
      // With TLS 1.3 the server checks the client's certificate after the client has finished its handshake.
      socket.once('data', () => reject(new Error('the server answered')));
      socket.once('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    });
  const certificateOf = (socket: TLSSocket) => socket.getPeerX509Certificate()?.toString();
  const errors = () => logger.lines.filter(({ level }) => level === 'error');
  /** Resolves when the files were read again and the next read is planned. */
  const readFilesAgain = async () => {
    const before = clock.planned;
    await clock.advance(10_000);
    await eventually(() => clock.planned > before, 'the end of the read');
  };

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('answers a client that speaks %s', async (version) => {
    await listen();
    const socket = await open({ minVersion: version, maxVersion: version });
    expect([socket.getProtocol(), await ask(socket)]).toEqual([version, 'HTTP/1.1 200 OK']);
  });

  it.each(['TLSv1', 'TLSv1.1'] as const)('refuses a client that speaks only %s', async (version) => {
    await listen();
    // OpenSSL itself offers so old a version only at its lowest level of security.
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    expect(await refusalOf(old)).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it('does not renegotiate', async () => {
    await listen();
    const socket = await open({ maxVersion: 'TLSv1.2' });
    const refused = await new Promise<Error | null>((resolve) => {
      socket.once('error', resolve);
      socket.renegotiate({ rejectUnauthorized: true }, resolve);
    });
    expect((refused as NodeJS.ErrnoException | null)?.code).toBe('ERR_SSL_NO_RENEGOTIATION');
  });

  it('is not trusted by a client with another authority, or under another name', async () => {
    await listen();
    expect(await refusalOf({ ca: (await TestAuthority.create()).certificate })).toMatch(
      /^(UNABLE_TO|SELF_SIGNED|CERT_SIGNATURE)/,
    );
    expect(await refusalOf({ servername: 'calls.example.org' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('demands a certificate of the right authority from clients where the settings say so', async () => {
    const clients = await TestAuthority.create('Clients');
    await listen(await withClientCa(clients.certificate));
    const stranger: IssuedPair = await (await TestAuthority.create('Clients')).issue();
    expect(await ask(await open(await clients.issue({ names: ['source'] })))).toBe('HTTP/1.1 200 OK');
    expect(await refusalOf({})).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    expect(await refusalOf(stranger)).toMatch(/^(CLOSED|ECONNRESET)$/);
  });

  it('gives new connections a new certificate, and keeps the open ones', async () => {
    await listen();
    const before = await open();
    expect(await ask(before)).toBe('HTTP/1.1 200 OK');
    const second = await authority.issue({ validUntil: inDays(90) });
    await files.write(second);
    await readFilesAgain();
    const after = await open();
    expect([certificateOf(before), certificateOf(after)]).toEqual([first.cert, second.cert]);
    expect([await ask(before), await ask(after)]).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
    expect(logger.lines.map(({ level }) => level)).toEqual(['info']);
    const expiresAt = new X509Certificate(second.cert).validTo;
    expect(metrics.values.get('earshot_tls_certificate_expiry_seconds')).toBe(Date.parse(expiresAt) / 1_000);
  });

  it('keeps the old certificate while the new files are wrong, says so once, and takes them once they are right', async () => {
    await listen();
    const second = await authority.issue();
    await files.write({ ...second, key: first.key });
    await readFilesAgain();
    expect(certificateOf(await open())).toBe(first.cert);
    await readFilesAgain();
    await readFilesAgain();
    await files.write(second);
    await readFilesAgain();
    expect(certificateOf(await open())).toBe(second.cert);
    expect(errors()).toEqual([
      {
        level: 'error',
        fields: { code: 'TLS_FILES_UNUSABLE', reason: expect.stringMatching(/^EARSHOT_TLS_KEY_FILE: .* another/) },
        message: 'the changed TLS files are not used; the old certificate stays',
      },
    ]);
  });

  it('keeps the certificate when the files are gone', async () => {
    await listen();
    await files.dispose();
    await readFilesAgain();
    expect(errors()).toHaveLength(1);
    expect(await ask(await open())).toBe('HTTP/1.1 200 OK');
  });

  describe('does not start', () => {
    const problemOf = (settings: TlsFileSettings) =>
      openServerTls(settings, { clock, logger, metrics }).then(
        () => 'it starts',
        (error: { code: string; message: string }) => `${error.code} ${error.message}`,
      );

    it.each(unusablePairs)('with %s', async (_, pair, problem) => {
      await files.write(pair);
      const answer = await problemOf(files.settings);
      expect(answer).toMatch(/^TLS_FILES_UNUSABLE EARSHOT_TLS_/);
      expect(answer).toMatch(problem);
      expect(answer).not.toContain('planted');
    });

    it('with half of the settings, or with files that are not there', async () => {
      const { EARSHOT_TLS_CERT_FILE, EARSHOT_TLS_KEY_FILE } = files.settings;
      expect(await problemOf({ EARSHOT_TLS_CERT_FILE })).toContain('EARSHOT_TLS_KEY_FILE: not set');
      expect(await problemOf({ EARSHOT_TLS_KEY_FILE })).toContain('EARSHOT_TLS_CERT_FILE: not set');
      expect(await problemOf({ EARSHOT_TLS_CLIENT_CA_FILE: EARSHOT_TLS_CERT_FILE })).toContain(
        'needs EARSHOT_TLS_CERT_FILE',
      );
      expect(await problemOf({ ...files.settings, EARSHOT_TLS_KEY_FILE: '/nowhere/key.pem' })).toContain('(ENOENT)');
      expect(await problemOf(await withClientCa('planted'))).toMatch(/CLIENT_CA_FILE: holds no certificate/);
      expect(await openServerTls({}, { clock, logger, metrics })).toBeNull();
    });
  });
});
