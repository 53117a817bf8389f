import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openAuthenticator } from '@earshot/access';
import { ProcessLifecycle, systemClock } from '@earshot/runtime';
import {
  CapturingLogger,
  CapturingMetrics,
  InMemoryCallClaims,
  TestAuthority,
  TestSealer,
  TestTlsFiles,
} from '@earshot/testing';
import WebSocket, { type ClientOptions } from 'ws';
import { EARSHOT_PATH, ingestConfigSchema, LCA_PATH, startIngest } from '../src/index.js';
import { CapturingBus } from './capturing-bus.js';
import { EarshotClient } from './earshot-client.js';
import { FakeRegistry } from './ingest-under-test.js';
import { LcaClient } from './lca-client.js';

async function start(env: Record<string, string>) {
  const process = {
    bus: new CapturingBus(),
    clock: systemClock,
    newId: () => 'id',
    logger: new CapturingLogger(),
    metrics: new CapturingMetrics(),
  };
  return startIngest(ingestConfigSchema.parse({ EARSHOT_INGEST_PORT: '0', ...env }), {
    process,
    health: { lifecycle: new ProcessLifecycle(), metricsText: async () => '' },
    dataDir: '/nowhere',
    authenticator: openAuthenticator,
    openRecordStreams: () => {
      throw new Error('no streams here');
    },
    sealer: new TestSealer(),
    callClaims: new InMemoryCallClaims(systemClock),
    streamRegistry: new FakeRegistry(),
  });
}

let running: Awaited<ReturnType<typeof start>> | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});
const urlOf = (path: string): string => `${running?.ingestUrl.replace(LCA_PATH, '')}${path}`;

/** Why a socket does not open: the status and the body of the answer, or the code of the error. */
async function refusalOf(url: string, options: ClientOptions = {}): Promise<unknown> {
  const socket = new WebSocket(url, options);
  const answered = once(socket, 'unexpected-response').then(async ([, answer]) => {
    const [body] = (await once(answer as IncomingMessage, 'data')) as [Buffer];
    return [(answer as IncomingMessage).statusCode, JSON.parse(body.toString())];
  });
  const failed = new Promise((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code)));
  const opened = once(socket, 'open').then(() => 'it opens');
  for (const outcome of [answered, opened]) outcome.catch(() => undefined);
  return Promise.race([answered, failed, opened]);
}

const authority = await TestAuthority.create();
const sources = await TestAuthority.create('Sources');

describe('ingest with TLS', () => {
  const trusting = { ca: authority.certificate };
  let files: TestTlsFiles;

  beforeEach(async () => {
    files = await TestTlsFiles.create(await authority.issue());
  });
  afterEach(() => files.dispose());

  it('takes calls over wss', async () => {
    running = await start(files.settings);
    expect(running.ingestUrl).toMatch(/^wss:/);
    const client = await LcaClient.open(running.ingestUrl, trusting);
    client.start('c1');
    await client.reply('started');
    expect(await refusalOf(running.ingestUrl)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('takes calls only of sources with a certificate, where it demands one', async () => {
    const clientCa = await files.writeFile('sources.pem', sources.certificate);
    running = await start({ ...files.settings, EARSHOT_TLS_CLIENT_CA_FILE: clientCa });
    const client = await EarshotClient.open(urlOf(EARSHOT_PATH), {
      ...trusting,
      ...(await sources.issue({ names: ['pbx'] })),
    });
    client.start('c1');
    await client.reply('started', { callId: 'c1' });
    expect(await refusalOf(running.ingestUrl, trusting)).not.toBe('it opens');
    const stranger = await (await TestAuthority.create('Sources')).issue();
    expect(await refusalOf(running.ingestUrl, { ...trusting, ...stranger })).not.toBe('it opens');
  });
});

describe('ingest with a list of addresses', () => {
  const from = (client: string) => ({ headers: { 'x-forwarded-for': client } });
  const refused = [403, { code: 'ADDRESS_NOT_ALLOWED' }];

  beforeEach(async () => {
    running = await start({
      EARSHOT_INGEST_ALLOWED_ADDRESSES: 'lca=192.0.2.0/24, lca=2001:db8::/32',
      EARSHOT_TRUSTED_PROXIES: '127.0.0.1',
    });
  });

  it('takes a source from its own addresses only', async () => {
    expect(await refusalOf(urlOf(LCA_PATH), from('198.51.100.4'))).toEqual(refused);
    expect(await refusalOf(urlOf(LCA_PATH))).toEqual(refused);
    for (const address of ['192.0.2.9', '2001:db8::1']) {
      const client = await LcaClient.open(urlOf(LCA_PATH), from(address));
      client.start(address);
      await client.reply('started');
    }
  });

  it('takes a source without a list from everywhere', async () => {
    const client = await EarshotClient.open(urlOf(EARSHOT_PATH), from('198.51.100.4'));
    client.start('c1');
    await client.reply('started', { callId: 'c1' });
  });
});

describe('ingest behind a proxy that ends TLS', () => {
  it('takes calls that came over TLS, and refuses the others', async () => {
    running = await start({ EARSHOT_TLS_ENDS_AT_PROXY: 'true', EARSHOT_TRUSTED_PROXIES: '127.0.0.1' });
    const over = (scheme: string) => ({ headers: { 'x-forwarded-proto': scheme } });
    const client = await LcaClient.open(running.ingestUrl, over('https'));
    client.start('c1');
    await client.reply('started');
    expect(await refusalOf(running.ingestUrl, over('http'))).toEqual([403, { code: 'TLS_REQUIRED' }]);
  });
});
