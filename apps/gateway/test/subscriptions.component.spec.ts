import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Segment } from '@earshot/graphql-api';
import { SubscriptionsGateway } from '../src/platform/sockets/subscriptions.gateway.js';
import { realClock } from './support/fake-process.js';
import { RawSocket, Received } from './support/gateway-clients.js';
import { RunningGateway } from './support/running-gateway.js';
import { aCall, aSegment } from './support/views.js';

jest.setTimeout(180_000);

const SEGMENTS =
  'subscription ($callId: ID!) { segmentChanged(callId: $callId) { id revision text isPartial channel } }';
const CALLS = 'subscription { callChanged { id version status } }';

const isLast = ({ updates }: Received, { id, version }: { id: string; version: number }): boolean => {
  const last = updates.at(-1)?.callChanged;
  return last?.id === id && last.version === version;
};

/** Why an upgrade was refused. */
async function refusalOf(socket: WebSocket): Promise<{ status: number; retryAfter: unknown; code: string }> {
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  socket.on('error', () => undefined).terminate();
  const answer = JSON.parse(Buffer.concat(chunks).toString()) as { errors: [{ extensions: { code: string } }] };
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    code: answer.errors[0].extensions.code,
  };
}

describe('GraphQL over WebSocket', () => {
  let gateway: RunningGateway;
  beforeEach(async () => {
    gateway = await RunningGateway.start({ EARSHOT_SUBSCRIBER_QUEUE: '50' });
  });
  afterEach(() => gateway.stop());

  /** Waits for exactly this many open subscriptions. */
  const untilOpen = async (segments: number, calls = 0): Promise<void> => {
    const { feeds } = gateway;
    while (feeds.openSubscriptions('segment') !== segments || feeds.openSubscriptions('call') !== calls) {
      await new Promise<void>((resolve) => void realClock.schedule(2, resolve));
    }
  };

  it('delivers partials as they come and finals once they are stored', async () => {
    const received = new Received(gateway.client(), SEGMENTS, { callId: 'talk' });
    await untilOpen(1);
    await gateway.publishSegment(aSegment('talk', '0-0-1', { revision: 1, isPartial: true, text: 'hel' }));
    await gateway.publishSegment(aSegment('talk', '0-0-1', { revision: 3, text: 'hello there' }));
    await gateway.publishSegment(aSegment('talk', '0-0-2', { revision: 1, isPartial: true, text: 'how' }));
    await gateway.storeSegment(aSegment('talk', '0-0-1', { revision: 3 }));
    await gateway.publishSegment(aSegment('talk', '0-0-1', { revision: 2, isPartial: true, text: 'late' }));
    await received.until(() => received.updates.length === 3);
    expect(received.updates.map(({ segmentChanged: s }) => [s?.id, s?.revision, s?.isPartial])).toEqual([
      ['0-0-1', 1, true],
      ['0-0-2', 1, true],
      ['0-0-1', 3, false],
    ]);
    received.cancel();
    await untilOpen(0);
  });

  it('refuses an unknown field, and no test waits for such a subscription', async () => {
    const received = new Received(gateway.client(), 'subscription { nothing }');
    await expect(gateway.untilOpen('call', [received])).rejects.toThrow('the subscription failed');
  });

  it('delivers each segment exactly once to a client that subscribes, waits for the pong and fetches', async () => {
    const total = 120;
    const storeNext = (n: number) => gateway.storeSegment(aSegment('race', `0-0-${n}`, { revision: 2, startMs: n }));
    const publisher = (async () => {
      for (let n = 1; n <= total; n += 1) {
        await storeNext(n);
        if (n % 4 === 0) await new Promise<void>((resolve) => void realClock.schedule(1, resolve));
      }
    })();
    gateway.reader.putCall(aCall('race', { status: 'LIVE' }));
    const delivered: string[] = [];
    const raw = new RawSocket(gateway.socket());
    raw.socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; payload: { data: { segmentChanged: Segment } } };
      if (message.type === 'next') delivered.push(message.payload.data.segmentChanged.id);
    });
    await raw.open();
    await raw.subscribe('1', SEGMENTS, { callId: 'race' });
    const { data } = await gateway.query('{ call(id: "race") { segments(first: 500) { nodes { id } } } }');
    const fetched = (data as never as { call: { segments: { nodes: { id: string }[] } } }).call.segments.nodes.map(
      ({ id }) => id,
    );
    await publisher;
    while (new Set([...fetched, ...delivered]).size < total) await once(raw.socket, 'message');
    expect(new Set(delivered).size).toBe(delivered.length);
    expect(delivered.length).toBeGreaterThan(0);
    raw.socket.close();
    await untilOpen(0);
  });

  it('answers a query from a socket once the earlier subscriptions are active', async () => {
    gateway.reader.putCall(aCall('by-socket'));
    const client = gateway.client();
    const received = new Received(client, SEGMENTS, { callId: 'by-socket' });
    const answer = new Received(client, '{ call(id: "by-socket") { id version status } }');
    await answer.until(() => answer.completed);
    expect(answer.updates).toEqual([{ call: { id: 'by-socket', version: 1, status: 'ENDED' } }]);
    expect(gateway.feeds.openSubscriptions('segment')).toBe(1);
    received.cancel();
    await untilOpen(0);
  });

  it('merges quick changes of a call and never goes back to an older state', async () => {
    const received = new Received(gateway.client(), CALLS);
    await untilOpen(0, 1);
    for (let version = 1; version <= 40; version += 1)
      await gateway.storeCall(aCall('busy', { version, status: 'LIVE' }));
    await gateway.storeCall(aCall('busy', { version: 41, status: 'ENDED' }));
    await received.until(() => received.updates.at(-1)?.callChanged?.version === 41);
    const versions = received.updates.map(({ callChanged }) => callChanged?.version ?? 0);
    expect(versions.length).toBeLessThanOrEqual(3);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(received.updates.at(-1)?.callChanged?.status).toBe('ENDED');
    received.cancel();
    await untilOpen(0, 0);
  });

  it('delivers only the calls that pass a filter, and says when a call stops passing', async () => {
    const filtered = 'subscription ($filter: CallFilter) { callChanged(filter: $filter) { id version passesFilter } }';
    const filter = { status: ['LIVE'], hasAlert: true };
    const received = new Received(gateway.client(), filtered, { filter });
    const everything = new Received(gateway.client(), CALLS);
    await untilOpen(0, 2);
    const states = [
      aCall('alerting', { version: 1, status: 'LIVE', alertCount: 1 }),
      aCall('silent', { version: 1, status: 'LIVE' }),
      aCall('alerting', { version: 2, status: 'ENDED', alertCount: 1 }),
      aCall('silent', { version: 2, status: 'ENDED' }),
    ];
    for (const state of states) {
      await gateway.storeCall(state);
      await everything.until(() => isLast(everything, state));
    }
    await received.until(() => received.updates.length === 2);
    expect(received.updates.map(({ callChanged }) => callChanged)).toEqual([
      { id: 'alerting', version: 1, passesFilter: true },
      { id: 'alerting', version: 2, passesFilter: false },
    ]);
    const tooLong = new Received(gateway.client(), filtered, { filter: { text: 'x'.repeat(3_000) } });
    await tooLong.until(() => tooLong.error !== null);
    expect(tooLong.error).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    for (const one of [received, everything]) one.cancel();
    await untilOpen(0);
  });

  it('delivers the same updates to 200 subscribers of one call', async () => {
    const all = Array.from({ length: 200 }, () => new Received(gateway.client(), SEGMENTS, { callId: 'popular' }));
    await untilOpen(200);
    gateway.reader.reads.length = 0;
    for (let n = 1; n <= 5; n += 1) await gateway.storeSegment(aSegment('popular', `0-0-${n}`));
    await Promise.all(all.map((received) => received.until(() => received.updates.length === 5)));
    expect(new Set(all.map(({ updates }) => JSON.stringify(updates))).size).toBe(1);
    expect(gateway.reader.reads.length).toBeLessThanOrEqual(5);
    for (const received of all) received.cancel();
    await untilOpen(0);
    expect(gateway.metrics.get('earshot_gateway_subscriptions', { kind: 'segment' })).toBe(0);
  });

  it('closes the subscription of a client that does not read, and serves the others', async () => {
    const quick = new Received(gateway.client(), SEGMENTS, { callId: 'flood' });
    const raw = await new RawSocket(gateway.socket()).open();
    await raw.subscribe('slow', SEGMENTS, { callId: 'flood' });
    await untilOpen(2);
    raw.socket.pause();
    const text = 'word '.repeat(40_000);
    let n = 0;
    while (gateway.metrics.get('earshot_gateway_closed_subscriptions_total', { code: 'SUBSCRIBER_TOO_SLOW' }) === 0) {
      n += 1;
      await gateway.storeSegment(aSegment('flood', `0-0-${n}`, { text }));
      await quick.until(() => quick.updates.length === n);
    }
    expect(gateway.feeds.openSubscriptions('segment')).toBe(1);
    raw.socket.resume();
    expect(await raw.message('error')).toMatchObject({
      id: 'slow',
      payload: [{ extensions: { code: 'SUBSCRIBER_TOO_SLOW' } }],
    });
    expect(quick.updates).toHaveLength(n);
    raw.socket.close();
    quick.cancel();
    await untilOpen(0);
  });

  it('closes the socket of a client that does not read when too much waits for it', async () => {
    const quick = new Received(gateway.client(), SEGMENTS, { callId: 'flood' });
    const raw = await new RawSocket(gateway.socket()).open();
    for (let n = 0; n < 20; n += 1) await raw.subscribe(`slow-${n}`, SEGMENTS, { callId: 'flood' });
    await untilOpen(21);
    raw.socket.pause();
    const text = 'word '.repeat(40_000);
    let n = 0;
    while (gateway.metrics.get('earshot_gateway_refused_total', { code: 'SUBSCRIBER_TOO_SLOW' }) === 0) {
      n += 1;
      await gateway.storeSegment(aSegment('flood', `0-0-${n}`, { text }));
      await quick.until(() => quick.updates.length === n);
    }
    await untilOpen(1);
    await gateway.storeSegment(aSegment('flood', 'last'));
    await quick.until(() => quick.updates.length === n + 1);
    raw.socket.terminate();
    quick.cancel();
    await untilOpen(0);
  });

  it('ends a subscription when its socket closes', async () => {
    const raw = await new RawSocket(gateway.socket()).open();
    await raw.subscribe('1', SEGMENTS, { callId: 'gone' });
    await raw.subscribe('2', CALLS);
    await untilOpen(1, 1);
    raw.socket.terminate();
    await untilOpen(0, 0);
  });

  it('closes sockets that break the protocol and serves the others', async () => {
    const good = new Received(gateway.client(), SEGMENTS, { callId: 'manners' });
    await untilOpen(1);
    const closeCode = async (breakProtocol: (socket: WebSocket) => unknown, init = true): Promise<number> => {
      const socket = gateway.socket();
      if (init) await new RawSocket(socket).open();
      else await once(socket, 'open');
      await breakProtocol(socket);
      const [code] = await once(socket, 'close');
      return code as number;
    };
    expect(await closeCode((s) => s.send('{not json'))).toBe(4400);
    expect(await closeCode((s) => s.send(JSON.stringify({ type: 'no-such-type' })))).toBe(4400);
    expect(
      await closeCode((s) => s.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: CALLS } })), false),
    ).toBe(4401);
    expect(await closeCode((s) => s.send('x'.repeat(70_000)))).toBe(1009);
    expect(await closeCode((s) => s.send(JSON.stringify({ type: 'connection_init' })))).toBe(4429);
    expect(await closeCode((s) => Array.from({ length: 300 }, () => s.send(JSON.stringify({ type: 'ping' }))))).toBe(
      4429,
    );
    const twice = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: CALLS } });
    expect(await closeCode((s) => [s.send(twice), s.send(twice)])).toBe(4409);
    await gateway.storeSegment(aSegment('manners', '0-0-1'));
    await good.until(() => good.updates.length === 1);
    good.cancel();
    await untilOpen(0, 0);
  });

  it('refuses more operations than a socket may run, and applies the limits of HTTP', async () => {
    const client = gateway.client();
    const many = Array.from({ length: 51 }, () => new Received(client, CALLS));
    await untilOpen(0, 50);
    const refused = many.filter(({ error }) => error !== null);
    await many[50]?.until(() => many[50]?.error !== null);
    expect(refused.length).toBeLessThanOrEqual(1);
    expect(many[50]?.error).toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }]);
    many.forEach((received) => received.cancel());
    await untilOpen(0, 0);
    const costly = new Received(
      gateway.client(),
      'subscription { callChanged { segments(first: 500) { nodes { words { text startMs endMs confidence } id text channel startMs endMs engine revision isPartial sentiment callId recognizedAt sentimentScore } } a: segments(first: 500) { nodes { words { text startMs endMs confidence } id text channel startMs endMs engine revision isPartial sentiment callId recognizedAt sentimentScore } } } }',
    );
    await costly.until(() => costly.error !== null);
    expect(costly.error).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
    const invalid = new Received(gateway.client(), 'subscription { callChanged { password } }');
    await invalid.until(() => invalid.error !== null);
    expect(invalid.error).toMatchObject([{ extensions: { code: 'GRAPHQL_INVALID' } }]);
  });

  it.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: 'evil.example' }, 403],
  ])('refuses an upgrade with %j', async (headers, status) => {
    const socket = gateway.socket(headers as Record<string, string>);
    const [, response] = await once(socket, 'unexpected-response');
    expect((response as { statusCode: number }).statusCode).toBe(status);
    socket.on('error', () => undefined).terminate();
  });

  it('accepts an upgrade from its own page', async () => {
    const { socket } = await new RawSocket(gateway.socket({ origin: `http://127.0.0.1:${gateway.port}` })).open();
    socket.close();
    await once(socket, 'close');
  });

  it('refuses a client that holds as many sockets as one client may, and serves others', async () => {
    const small = await RunningGateway.start({
      EARSHOT_MAX_SOCKETS_PER_CLIENT: '1',
      EARSHOT_TRUSTED_PROXIES: '127.0.0.1',
    });
    const [first, other] = ['203.0.113.1', '203.0.113.2'].map((address) => ({ 'x-forwarded-for': address }));
    const { socket } = await new RawSocket(small.socket(first)).open();
    expect(await refusalOf(small.socket(first))).toEqual({
      status: 429,
      retryAfter: '10',
      code: 'TOO_MANY_SOCKETS_OF_CLIENT',
    });
    await new RawSocket(small.socket(other)).open();
    expect(small.app.get(SubscriptionsGateway).hasRoom).toBe(true);
    socket.terminate();
    await once(socket, 'close');
    let again: RawSocket | null = null;
    while (again === null) {
      const next = small.socket(first);
      const opened = await Promise.race([once(next, 'open').then(() => true), refusalOf(next).then(() => false)]);
      if (opened) again = new RawSocket(next);
    }
    await small.stop();
  });

  it('refuses sockets beyond its maximum, and closes the open ones with 1001 when it drains', async () => {
    const small = await RunningGateway.start({ EARSHOT_MAX_SOCKETS: '2' });
    const sockets = [small.socket(), small.socket()];
    await Promise.all(sockets.map((socket) => new RawSocket(socket).open()));
    expect(small.app.get(SubscriptionsGateway).hasRoom).toBe(false);
    expect(await refusalOf(small.socket())).toEqual({ status: 503, retryAfter: '10', code: 'SERVER_FULL' });
    const closeCodes = Promise.all(sockets.map(async (socket) => (await once(socket, 'close'))[0] as number));
    await small.stop();
    expect(await closeCodes).toEqual([1001, 1001]);
    expect([small.feeds.openSubscriptions('segment'), small.feeds.openSubscriptions('call')]).toEqual([0, 0]);
  });
});
