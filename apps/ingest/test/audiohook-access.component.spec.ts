import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { AUDIOHOOK_PATH } from '../src/index.js';
import { AudiohookClient, ORGANIZATION_ID, type AudiohookConnect } from './audiohook-client.js';
import { ingestPerTest } from './ingest-steps.js';

const openIngest = ingestPerTest();
const NOW_MS = 1_790_000_000_000;
const apiKey = 'the API key of the test';
const secret = 'c2VjcmV0IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG9uZyE=';
const newSecret = 'YSBuZXcgc2VjcmV0IG9mIGEgdGVzdCwgMzIgYnl0ZXMh';
const signedOnly = { EARSHOT_AUDIOHOOK_API_KEY: apiKey, EARSHOT_AUDIOHOOK_CLIENT_SECRET: secret };

async function open(settings: Record<string, string>) {
  const clock = new ManualClock(NOW_MS);
  const ingest = await openIngest(settings, clock);
  const connect = async (options: AudiohookConnect = {}) => {
    const url = `ws://127.0.0.1:${ingest.port}${AUDIOHOOK_PATH}`;
    return ingest.adopt(await AudiohookClient.open(url, { nowMs: NOW_MS, ...options }));
  };
  /** The first answer to a client that opens a call. */
  const tryCall = async (options: AudiohookConnect) => {
    const client = await connect(options);
    client.offer(randomUUID());
    await client.firstReply;
    return client;
  };
  return { ingest, clock, connect, tryCall };
}

describe('an AudioHook client that proves who it is', () => {
  it('opens its call, which belongs to its organization', async () => {
    const { ingest, tryCall } = await open({ ...signedOnly, EARSHOT_AUDIOHOOK_ORGANIZATIONS: ORGANIZATION_ID });
    const client = await tryCall({ apiKey, secret });
    expect(client.replies).toMatchObject([{ type: 'opened' }]);
    await ingest.bus.until(() => ingest.bus.events.length > 0);
    expect(ingest.bus.events[0]).toMatchObject({ data: { startedBy: `source:audiohook:${ORGANIZATION_ID}` } });
  });

  it.each([secret, newSecret])('may sign with either secret during a rotation', async (one) => {
    const both = { ...signedOnly, EARSHOT_AUDIOHOOK_CLIENT_SECRET: `${newSecret}, ${secret}` };
    const client = await (await open(both)).tryCall({ apiKey, secret: one });
    expect(client.replies).toMatchObject([{ type: 'opened' }]);
  });
});

describe('an AudioHook client that does not', () => {
  it.each<[string, AudiohookConnect]>([
    ['another key', { apiKey: 'another API key of a test', secret }],
    ['another secret', { apiKey, secret: newSecret }],
    ['no signature', { apiKey }],
    ['an old signature', { apiKey, secret, nowMs: NOW_MS - 60_000 }],
    ['a signature of the future', { apiKey, secret, nowMs: NOW_MS + 60_000 }],
  ])('is disconnected without a reason, and its connection is closed: %s', async (_, options) => {
    const { ingest, clock, tryCall } = await open(signedOnly);
    const client = await tryCall(options);
    expect(client.replies).toMatchObject([{ type: 'disconnect', parameters: { reason: 'unauthorized' } }]);
    expect(Object.keys(client.replies[0]?.parameters as object)).toEqual(['reason']);
    await clock.advance(6_000);
    expect(await client.gone).toBe(1_008);
    expect(ingest.bus.events).toEqual([]);
  });

  it('cannot use a signature again', async () => {
    const { tryCall } = await open(signedOnly);
    const copied = { apiKey, secret, nonce: randomUUID(), sessionId: randomUUID() };
    const [first, second] = [await tryCall(copied), await tryCall(copied)];
    expect([first.replies[0]?.type, second.replies[0]?.type]).toEqual(['opened', 'disconnect']);
  });

  it('of another organization is disconnected, too', async () => {
    const { tryCall } = await open({ ...signedOnly, EARSHOT_AUDIOHOOK_ORGANIZATIONS: randomUUID() });
    const client = await tryCall({ apiKey, secret });
    expect(client.replies).toMatchObject([{ type: 'disconnect', parameters: { reason: 'unauthorized' } }]);
  });

  it('leaves one line in the log that says why, without the key', async () => {
    const { ingest, tryCall } = await open(signedOnly);
    await tryCall({ apiKey: 'another API key of a test' });
    await tryCall({ apiKey: 'another API key of a test' });
    const lines = ingest.logger.lines.filter(({ message }) => message === 'an AudioHook client was refused');
    expect(lines).toMatchObject([{ level: 'warn', fields: { cause: 'no API key of ours' } }]);
    expect(JSON.stringify(ingest.logger.lines)).not.toContain('another API key');
  });
});
