import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { ingestPerTest, settle } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';

const open = ingestPerTest();

/** Sends bytes to the port of ingest and returns the first line of the answer. */
const statusOf = (ingest: IngestUnderTest, request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(ingest.port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
    socket.on('error', reject);
  });

describe('one client that starts call after call', () => {
  it('on one socket gets the calls of its limit, and a client beside it is not disturbed', async () => {
    const ingest = await open({ EARSHOT_STARTS_PER_SOCKET: '0', EARSHOT_MAX_CALLS_PER_SOCKET: '10' });
    // The bus does not take the end of a call, so each of them holds its place.
    ingest.bus.stall();
    const greedy = await ingest.client();
    for (let at = 0; at < 500; at++) {
      greedy.start(`g${at}`);
      greedy.end(`g${at}`);
    }
    await greedy.reply('error', { code: 'TOO_MANY_CALLS_OF_CLIENT' });
    expect(await greedy.gone).toBe(1013);
    expect(greedy.replies.filter(({ type }) => type === 'started')).toHaveLength(10);
    const good = await ingest.call('good');
    ingest.bus.flow();
    good.end('good');
    await good.reply('ended');
    const again = await ingest.client();
    again.start('g999');
    await again.reply('started');
  });

  it('on one socket gets the starts of its rate', async () => {
    const ingest = await open({ EARSHOT_STARTS_PER_SOCKET: '1' }, new ManualClock());
    const greedy = await ingest.client();
    for (let at = 0; at < 100; at++) {
      greedy.start(`g${at}`);
      greedy.end(`g${at}`);
    }
    await greedy.reply('error', { code: 'TOO_MANY_STARTS' });
    expect(await greedy.gone).toBe(1013);
    expect(greedy.replies.filter(({ type }) => type === 'started')).toHaveLength(20);
    await ingest.call('good');
  });

  it('on many sockets gets the calls of its address', async () => {
    const ingest = await open({ EARSHOT_MAX_CALLS_PER_ADDRESS: '3' });
    const calls = [await ingest.call('c1'), await ingest.call('c2'), await ingest.call('c3')];
    const refused = await ingest.client();
    refused.start('c4');
    await refused.reply('error', { code: 'TOO_MANY_CALLS_OF_CLIENT' });
    // A call of this process may come back.
    await ingest.call('c2');
    calls[0]?.end('c1');
    await calls[0]?.reply('ended');
    await ingest.call('c4');
  });

  it('behind a trusted proxy takes the places of its own address only', async () => {
    const ingest = await open({ EARSHOT_MAX_CALLS_PER_ADDRESS: '1', EARSHOT_TRUSTED_PROXIES: '127.0.0.1' });
    const startFrom = async (address: string, callId: string) => {
      const client = await ingest.client({ headers: { 'x-forwarded-for': address } });
      client.start(callId);
      return client;
    };
    await (await startFrom('192.0.2.1', 'c1')).reply('started');
    await (await startFrom('192.0.2.1', 'c2')).reply('error', { code: 'TOO_MANY_CALLS_OF_CLIENT' });
    await (await startFrom('192.0.2.2', 'c3')).reply('started');
  });
});

describe('a database that answers too slowly', () => {
  it('makes ingest refuse new calls with a code, and says so in its readiness, until it answers again', async () => {
    const clock = new ManualClock();
    const ingest = await open({ EARSHOT_MAX_DATABASE_LATENCY_MS: '3000' }, clock);
    ingest.registry.stall();
    const waiting = await ingest.call('c1');
    expect(ingest.server.acceptsNewCalls).toBe(true);
    await clock.advance(4_000);
    expect(ingest.server.acceptsNewCalls).toBe(false);
    expect(ingest.metrics.values.get('earshot_ingest_registry_latency_seconds')).toBe(4);
    const refused = await ingest.client();
    refused.start(undefined);
    await refused.reply('error', { code: 'DATABASE_SLOW' });
    expect(await refused.gone).toBe(1013);
    ingest.registry.answer();
    await settle();
    await clock.advance(31_000);
    expect(ingest.server.acceptsNewCalls).toBe(true);
    waiting.end('c1');
    await waiting.reply('ended');
    await ingest.call('c2');
  });
});

describe('the HTTP port of ingest', () => {
  const upgrade = (hosts: readonly string[], version = '1.1') =>
    [
      `GET /api/v1/ws HTTP/${version}`,
      ...hosts.map((host) => `Host: ${host}`),
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==',
      '\r\n',
    ].join('\r\n');

  it.each([
    ['two Host headers', ['a', 'b'], '1.1'],
    ['no Host header', [], '1.1'],
    ['HTTP/1.0 without a Host header', [], '1.0'],
  ])('refuses a WebSocket with %s', async (_, hosts, version) => {
    const ingest = await open();
    expect(await statusOf(ingest, upgrade(hosts, version))).toBe('HTTP/1.1 400 Bad Request');
  });

  it('closes a socket whose message never ends, fragment after fragment', async () => {
    const ingest = await open();
    const good = await ingest.call('good');
    const bad = await ingest.call('bad');
    for (let at = 0; at < 2_000; at++) bad.socket.send('x', { fin: false });
    expect(await bad.gone).toBe(1008);
    good.end('good');
    await good.reply('ended');
  });
});
