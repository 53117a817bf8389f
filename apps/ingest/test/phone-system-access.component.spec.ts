import { createHmac } from 'node:crypto';
import { issueKey, KeyAuthenticator, KeyDirectory } from '@earshot/access';
import { CapturingLogger, InMemoryKeys, ManualClock } from '@earshot/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';
import { PhoneSystemClient } from './phone-system-client.js';

const EARSHOT_SOURCES = 'lca,twilio,talkdesk,telnyx,plivo,exotel';
const urlOf = (ingest: IngestUnderTest, vendor: string) => `ws://127.0.0.1:${ingest.port}/api/v1/${vendor}`;

describe('who may send calls as a phone system', () => {
  const EARSHOT_TWILIO_URL = 'wss://calls.example.com/api/v1/twilio';
  const settings = {
    EARSHOT_SOURCES,
    EARSHOT_TWILIO_URL,
    EARSHOT_TWILIO_AUTH_TOKENS: 'AC0=other,AC1=secret',
    EARSHOT_PLIVO_AUTH_TOKENS: 'MA1=secret',
    EARSHOT_TALKDESK_ACCOUNTS: 'AC1',
    EARSHOT_TALKDESK_QUERY_KEYS: 'true',
  };
  const opened: IngestUnderTest[] = [];
  const openWithKeys = async (changes: Record<string, string> = {}) => {
    const clock = new ManualClock();
    const store = new InMemoryKeys();
    const key = issueKey({ name: 'phones', kind: 'SOURCE', sources: ['talkdesk', 'exotel'] }, clock.nowMs());
    await store.add(key.stored);
    const directory = new KeyDirectory(store, clock, new CapturingLogger());
    const authenticator = new KeyAuthenticator(directory);
    await directory.refresh();
    const world = { bus: new CapturingBus(), registry: new FakeRegistry(), authenticator };
    const ingest = await IngestUnderTest.openIn(world, { ...settings, ...changes }, clock);
    opened.push(ingest);
    return { ingest, key: key.text };
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
  });

  const statusOf = (url: string, headers: Record<string, string> = {}) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(url, { headers });
      socket.on('error', () => undefined);
      socket.once('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
    });
  const sha1 = (text: string, token: string) => createHmac('sha1', token).update(text).digest('base64');
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

  it('takes sockets that Twilio signed for one of the accounts, and their calls belong to that account', async () => {
    const { ingest } = await openWithKeys();
    const signed = { 'x-twilio-signature': sha1(EARSHOT_TWILIO_URL, 'secret') };
    const client = await PhoneSystemClient.open(urlOf(ingest, 'twilio'), signed);
    await client.start('c1');
    expect(await ingest.bus.next('c1', 'call.started')).toMatchObject({ data: { startedBy: 'source:twilio:AC1' } });
    const stranger = await PhoneSystemClient.open(urlOf(ingest, 'twilio'), signed);
    await stranger.start('c2', { accountSid: 'AC9' });
    expect(await stranger.gone).toBe(1008);
    expect(ingest.bus.of('c2')).toEqual([]);
  });

  it('answers 401 to everybody else', async () => {
    const { ingest } = await openWithKeys();
    const twilio = urlOf(ingest, 'twilio');
    expect(await statusOf(twilio)).toBe(401);
    expect(await statusOf(twilio, { 'x-twilio-signature': '' })).toBe(401);
    expect(await statusOf(twilio, { 'x-twilio-signature': sha1(EARSHOT_TWILIO_URL, 'guessed') })).toBe(401);
    expect(await statusOf(twilio, { 'x-twilio-signature': sha1(twilio, 'secret') })).toBe(401);
    for (const vendor of ['talkdesk', 'telnyx', 'plivo', 'exotel'])
      expect(await statusOf(urlOf(ingest, vendor))).toBe(401);
  });

  it('takes sockets that Plivo signed for the address of their Host header', async () => {
    const { ingest } = await openWithKeys();
    const url = `wss://127.0.0.1:${ingest.port}/api/v1/plivo`;
    const sign = (token: string) => ({
      'x-plivo-signature-v3-nonce': 'n1',
      'x-plivo-signature-v3': createHmac('sha256', token).update(`${url}.n1`).digest('base64'),
    });
    expect(await statusOf(urlOf(ingest, 'plivo'), sign('secret'))).toBe(101);
    expect(await statusOf(urlOf(ingest, 'plivo'), sign('guessed'))).toBe(401);
  });

  it('takes an access key as a password, and in the address where that is switched on', async () => {
    const { ingest, key } = await openWithKeys();
    expect(await statusOf(urlOf(ingest, 'exotel'), basic(`earshot:${key}`))).toBe(101);
    expect(await statusOf(urlOf(ingest, 'exotel'), basic('earshot:guessed'))).toBe(401);
    expect(await statusOf(`${urlOf(ingest, 'talkdesk')}?key=${key}`)).toBe(101);
    expect(await statusOf(`${urlOf(ingest, 'exotel')}?key=${key}`)).toBe(401);
    expect(await statusOf(urlOf(ingest, 'telnyx'), basic(`earshot:${key}`))).toBe(403);
  });

  it('closes the socket of another account of Talkdesk', async () => {
    const { ingest, key } = await openWithKeys();
    const client = await PhoneSystemClient.open(`${urlOf(ingest, 'talkdesk')}?key=${key}`);
    await client.start('c1', { accountSid: 'somebody else' });
    expect(await client.gone).toBe(1008);
    expect(ingest.bus.of('c1')).toEqual([]);
  });

  it('serves no phone system that EARSHOT_SOURCES does not name', async () => {
    const { ingest } = await openWithKeys({ EARSHOT_SOURCES: 'lca' });
    expect(await statusOf(urlOf(ingest, 'twilio'))).toBe(404);
  });
});
