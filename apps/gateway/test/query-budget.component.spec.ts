import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '@earshot/ports';
import { realClock } from './support/fake-process.js';
import { RawSocket, Received } from './support/gateway-clients.js';
import { RunningGateway } from './support/running-gateway.js';
import { aSegment } from './support/views.js';

const json = { 'content-type': 'application/json' };
/** Costs most of what one operation may. */
const COSTLY = '{ calls(first: 100) { nodes { segments(first: 400) { nodes { id } } } } }';

describe('a budget of GraphQL cost', () => {
  const frozen: Clock = { ...realClock, nowMs: () => 0 };
  let limited: RunningGateway;
  beforeEach(async () => {
    limited = await RunningGateway.start({ EARSHOT_QUERY_COST_PER_MINUTE: '50000' }, frozen);
  });
  afterEach(() => limited.stop());

  const post = (query: string) =>
    limited.http('/graphql', { method: 'POST', headers: json, body: JSON.stringify({ query }) });
  const statusesOf = async (send: () => Promise<{ status: number }>, times: number) => {
    const statuses = new Map<number, number>();
    for (let n = 0; n < times; n += 1) {
      const { status } = await send();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    return Object.fromEntries(statuses);
  };

  it.each<[string, { method?: string; headers?: Record<string, string>; body?: string }, number]>([
    ['documents that do not parse', { body: JSON.stringify({ query: '{' }) }, 400],
    ['documents with unknown fields', { body: JSON.stringify({ query: '{ nothing }' }) }, 400],
    [
      'documents that cost too much',
      { body: JSON.stringify({ query: '{' + 'a: __typename '.repeat(501) + '}' }) },
      400,
    ],
    ['bodies that are not JSON', { body: '{"query":' }, 400],
    ['bodies of another type', { body: 'query', headers: { 'content-type': 'text/plain' } }, 415],
    ['queries by GET', { method: 'GET' }, 405],
  ])('limits a flood of %s', async (_what, { method = 'POST', headers = json, body = '' }, status) => {
    const length = { ...headers, 'content-length': String(body.length) };
    const allowed = Math.floor(50_000 / (500 + body.length));
    const statuses = await statusesOf(() => limited.http('/graphql', { method, headers: length, body }), allowed + 3);
    expect(statuses).toEqual({ [status]: allowed, 429: 3 });
    const refused = await limited.http('/graphql', { method, headers: length, body });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(refused.body.toString())).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) } }],
    });
  });

  it('charges an operation that runs only its own cost', async () => {
    expect(await statusesOf(() => post('{ __typename }'), 300)).toEqual({ 200: 300 });
  });

  it('counts neither updates of a subscription nor what the page itself asks for', async () => {
    const query = 'subscription ($callId: ID!) { segmentChanged(callId: $callId) { id } }';
    const received = new Received(limited.client(), query, { callId: 'long' });
    await limited.untilOpen('segment', [received]);
    for (let n = 0; n < 300; n += 1)
      await limited.publishSegment(aSegment('long', `0-0-${n}`, { isPartial: true, revision: 1 }));
    await received.until(() => received.updates.length === 300);
    expect((await post(COSTLY)).status).toBe(200);
    received.cancel();
  });

  it('limits a flood of invalid documents over one WebSocket', async () => {
    const raw = await new RawSocket(limited.socket()).open();
    const errors = () => raw.messages.filter(({ type }) => type === 'error');
    // One after the other, because a socket runs at most 50 operations at once.
    for (let n = 0; n < 150; n += 1) {
      raw.send({ id: String(n), type: 'subscribe', payload: { query: '{ nothing }' } });
      while (errors().length === n) await once(raw.socket, 'message');
    }
    const codes = errors().map(({ payload }) => (payload as [{ extensions: { code: string } }])[0].extensions.code);
    const allowed = Math.floor(50_000 / 511);
    expect(codes.filter((code) => code === 'GRAPHQL_INVALID')).toHaveLength(allowed);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(150 - allowed);
    raw.socket.close();
  });
});
