import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { issueKey, KeyAuthenticator, KeyDirectory, type IssuedKey, type KeyGrant } from '@earshot/access';
import { CapturingLogger, InMemoryKeys, ManualClock } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { EARSHOT_PATH } from '../src/index.js';
import { CapturingBus } from './capturing-bus.js';
import { EarshotClient } from './earshot-client.js';
import { bytes, CHUNK, endOf, hasReceived, nextTurn } from './ingest-steps.js';
import { FakeRegistry, IngestUnderTest, type World } from './ingest-under-test.js';
import type { LcaClient } from './lca-client.js';
import { RecordedRegistry } from './recorded-registry.js';

const LCA_PATH = '/api/v1/ws';
const authorization = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });

describe('ingest that asks for keys', () => {
  const opened: { close(): Promise<void> }[] = [];
  let clock: ManualClock;
  let store: InMemoryKeys;
  let directory: KeyDirectory;
  let keys: KeyAuthenticator;

  beforeEach(() => {
    clock = new ManualClock();
    store = new InMemoryKeys();
    directory = new KeyDirectory(store, clock, new CapturingLogger());
    keys = new KeyAuthenticator(directory);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
  });

  const addKey = async (grant: Partial<KeyGrant> = {}): Promise<IssuedKey> => {
    const key = issueKey({ name: 'phones', kind: 'SOURCE', sources: ['lca'], ...grant }, clock.nowMs());
    await store.add(key.stored);
    return key;
  };
  const refresh = (): Promise<void> => directory.refresh().finally(() => keys.endWatched());
  const openIn = async <R extends FakeRegistry | RecordedRegistry>(
    world: Omit<World<R>, 'authenticator'>,
    settings: Record<string, string> = {},
  ): Promise<IngestUnderTest<R>> => {
    const ingest = await IngestUnderTest.openIn<R>({ ...world, authenticator: keys }, settings, clock);
    opened.push(ingest);
    return ingest;
  };
  const open = (settings?: Record<string, string>) =>
    openIn({ bus: new CapturingBus(), registry: new FakeRegistry() }, settings);

  /** The status of the answer to a handshake; 101 when the socket opened. */
  async function handshake(
    ingest: IngestUnderTest,
    path: string,
    { headers = {}, protocols = [] }: { headers?: Record<string, string>; protocols?: string[] } = {},
  ): Promise<{ status: number; protocol?: string; challenge?: string | undefined }> {
    const socket = new WebSocket(`ws://127.0.0.1:${ingest.port}${path}`, protocols, { headers });
    socket.on('error', () => undefined);
    const refused = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
    const status = await Promise.race([
      once(socket, 'open').then(() => ({ status: 101, protocol: socket.protocol })),
      refused.then(([, { statusCode = 0, headers: answered }]) => ({
        status: statusCode,
        challenge: answered['www-authenticate'],
      })),
    ]);
    socket.terminate();
    return status;
  }

  it('answers 401 on the path of every source to somebody without a valid key', async () => {
    const ingest = await open();
    const { text } = await addKey();
    for (const path of [LCA_PATH, EARSHOT_PATH]) {
      const wrong = `${text.slice(0, -4)}AAAA`;
      const attempts: Record<string, string>[] = [
        {},
        { authorization: 'Bearer x' },
        { authorization: `Bearer ${wrong}` },
      ];
      for (const headers of attempts)
        expect(await handshake(ingest, path, { headers })).toEqual({ status: 401, challenge: 'Bearer' });
    }
    expect(ingest.metrics.values.get('earshot_ingest_sockets') ?? 0).toBe(0);
  });

  it('lets a key in only for the sources that it names, and nobody who only reads', async () => {
    const ingest = await open();
    const [lca, both] = [await addKey(), await addKey({ sources: ['lca', 'earshot'] })];
    const supervisor = await addKey({ kind: 'SERVICE', roles: ['SUPERVISOR'], sources: [] });
    const statuses = async ({ text }: IssuedKey) => [
      (await handshake(ingest, LCA_PATH, authorization(text))).status,
      (await handshake(ingest, EARSHOT_PATH, authorization(text))).status,
    ];
    expect(await statuses(lca)).toEqual([101, 403]);
    expect(await statuses(both)).toEqual([101, 101]);
    expect(await statuses(supervisor)).toEqual([403, 403]);
  });

  it('takes a key as a sub-protocol, and never sends it back', async () => {
    const ingest = await open();
    const { text } = await addKey();
    const protocols = [`earshot.key.${text}`, 'audio'];
    expect(await handshake(ingest, LCA_PATH, { protocols })).toEqual({ status: 101, protocol: 'audio' });
  });

  it('lets a page of any site in that brings a key of its own', async () => {
    const ingest = await open();
    const { text } = await addKey();
    const origin = 'https://calls.example.org';
    const from = (headers: object, protocols: string[] = []) =>
      handshake(ingest, LCA_PATH, { headers: { origin, ...headers }, protocols });
    expect((await from({}, ['audio', `earshot.key.${text}`])).status).toBe(101);
    expect((await from({}, ['audio', `earshot.key.${text.slice(0, -4)}AAAA`])).status).toBe(401);
    expect((await from(authorization(text).headers)).status).toBe(403);
    expect((await from({})).status).toBe(403);
    const everybodys = await IngestUnderTest.open();
    opened.push(everybodys);
    const protocols = ['audio', `earshot.key.${text}`];
    expect((await handshake(everybodys, LCA_PATH, { headers: { origin }, protocols })).status).toBe(403);
  });

  it('lets the key of an agent bring calls of that agent alone', async () => {
    const ingest = await open();
    const { text } = await addKey({ agentId: 'mia', sources: ['earshot'] });
    const client = await EarshotClient.open(`ws://127.0.0.1:${ingest.port}${EARSHOT_PATH}`, authorization(text));
    client.start('c1', { agentId: 'ben' });
    await client.reply('started');
    client.text({ type: 'call.changed', agentId: 'ben', queue: 'claims' });
    client.end();
    await client.reply('ended');
    const agents = ingest.bus
      .of('c1')
      .flatMap((event) => (event.type === 'call.started' || event.type === 'call.changed' ? event.data.agentId : []));
    expect(agents).toContain('mia');
    expect(agents.filter((agentId) => agentId !== 'mia' && agentId !== undefined)).toEqual([]);
  });

  it("takes a key in LCA's query parameter only when that is switched on", async () => {
    const { text } = await addKey({ sources: ['lca', 'earshot'] });
    const query = `?authorization=Bearer%20${text}`;
    const [off, on] = [await open(), await open({ EARSHOT_LCA_QUERY_KEYS: 'true' })];
    expect((await handshake(off, LCA_PATH + query)).status).toBe(401);
    expect((await handshake(on, LCA_PATH + query)).status).toBe(101);
    expect((await handshake(on, `${LCA_PATH}?authorization=Bearer%20x`, authorization(text))).status).toBe(401);
    expect((await handshake(on, EARSHOT_PATH + query)).status).toBe(401);
    for (const { logger } of [off, on]) expect(JSON.stringify(logger.lines)).not.toContain(text.slice(12));
  });

  it('answers a known key from memory while the database is stalled, and asks an unknown one to come back', async () => {
    const ingest = await open();
    const known = await addKey();
    await refresh();
    const unknown = await addKey();
    store.isAway = true;
    ingest.registry.stall();
    const client = await ingest.client(authorization(known.text));
    client.start('c1');
    await client.reply('started', { callId: 'c1' });
    const answer = handshake(ingest, LCA_PATH, authorization(unknown.text));
    while (store.lookups === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(300);
    expect((await answer).status).toBe(503);
  });

  it('names the owner of a call in its start', async () => {
    const ingest = await open();
    const { stored, text } = await addKey();
    const client = await ingest.client(authorization(text));
    client.start('c1');
    await client.reply('started');
    expect(await ingest.bus.next('c1', 'call.started')).toMatchObject({
      data: { startedBy: `key:${stored.id}`, tenant: 'default' },
    });
  });

  it('counts the limits of a client for its key', async () => {
    const ingest = await open({ EARSHOT_MAX_CALLS_PER_ADDRESS: '1' });
    const [one, other] = [await addKey(), await addKey()];
    const call = async ({ text }: IssuedKey, callId: string): Promise<LcaClient> => {
      const client = await ingest.client(authorization(text));
      client.start(callId);
      return client;
    };
    await (await call(one, 'c1')).reply('started');
    await (await call(one, 'c2')).reply('error', { code: 'TOO_MANY_CALLS_OF_CLIENT' });
    await (await call(other, 'c3')).reply('started');
  });

  it('closes the sockets of a revoked key with 1008, and the call waits for its source as after a lost connection', async () => {
    const ingest = await open({ EARSHOT_RECONNECT_WINDOW_MS: '30000' });
    const old = await addKey();
    const client = await ingest.client(authorization(old.text));
    client.start('c1');
    await client.reply('started');
    const successor = issueKey(old.stored, clock.nowMs());
    await store.replace(old.stored.id, successor.stored, clock.nowMs() + 60_000);
    await store.revoke(old.stored.id, clock.nowMs());
    await refresh();
    expect(await client.gone).toBe(1008);
    expect((await handshake(ingest, LCA_PATH, authorization(old.text))).status).toBe(401);
    const again = await ingest.client(authorization(successor.text));
    again.start('c1');
    expect(await again.reply('started')).toHaveProperty('resumedAtMs');
  });

  describe('a stranger who knows the id of a call', () => {
    let owner: IssuedKey;
    let stranger: IssuedKey;
    beforeEach(async () => {
      [owner, stranger] = [await addKey(), await addKey()];
    });
    const start = async (
      ingest: IngestUnderTest<never> | IngestUnderTest<FakeRegistry | RecordedRegistry>,
      { text }: IssuedKey,
    ) => {
      const client = await ingest.client(authorization(text));
      client.start('c1');
      return client;
    };
    const refusal = {
      code: 'CALL_ALREADY_ENDED',
      message: 'The call with this id is over. Start a call with a new id.',
    };

    it('is told of a live call what it is told of one that is over, and leaves no trace on the call', async () => {
      const ingest = await open();
      const client = await start(ingest, owner);
      await client.reply('started');
      await client.audio(bytes(CHUNK));
      await ingest.bus.next('c1', 'audio.frame');
      const answers = [];
      for (const isLive of [true, false]) {
        if (!isLive) await endOf(ingest, client, 'c1');
        const thief = await start(ingest, stranger);
        await thief.audio(bytes(CHUNK));
        thief.end('c1');
        answers.push(await thief.reply('error'));
        expect(await thief.gone).toBe(4409);
        expect(client.socket.readyState).toBe(WebSocket.OPEN);
      }
      expect(answers[0]).toMatchObject(refusal);
      expect(answers[1]).toEqual(answers[0]);
      await clock.advance(20_000);
      await ingest.server.drain();
      expect(ingest.bus.types('c1')).not.toContain('processing.failed');
      expect(ingest.bus.of('c1').filter(({ type }) => type === 'call.started')).toHaveLength(1);
      const warnings = ingest.logger.lines.filter(({ fields }) => fields['code'] === 'CALL_OF_ANOTHER');
      expect(warnings.map(({ fields }) => fields['principal'])).toEqual(Array(2).fill(`key:${stranger.stored.id}`));
    });

    it('cannot continue a call that lost its source, and the owner can', async () => {
      const ingest = await open({ EARSHOT_RECONNECT_WINDOW_MS: '30000' });
      const client = await start(ingest, owner);
      await client.reply('started');
      await client.audio(bytes(CHUNK));
      await hasReceived(ingest, 1);
      client.socket.terminate();
      await client.gone;
      const thief = await start(ingest, stranger);
      expect(await thief.reply('error')).toMatchObject(refusal);
      const again = await start(ingest, owner);
      expect(await again.reply('started')).toHaveProperty('resumedAtMs');
    });

    it('cannot continue it in another process either, and the owner can', async () => {
      const bus = new CapturingBus(true);
      const world = { bus, registry: new RecordedRegistry(bus) };
      const [first, second] = [await openIn(world), await openIn(world)];
      const client = await start(first, owner);
      await client.reply('started');
      await client.audio(bytes(CHUNK));
      await bus.next('c1', 'audio.frame');
      const before = bus.of('c1').length;
      const thief = await start(second, stranger);
      await thief.audio(bytes(CHUNK));
      const answer = thief.reply('error');
      await advanceUntil(answer);
      expect(await answer).toMatchObject(refusal);
      expect(await thief.gone).toBe(4409);
      expect(bus.of('c1')).toHaveLength(before);
      client.socket.terminate();
      await client.gone;
      const again = await start(second, owner);
      await advanceUntilResumed(again);
    });

    it('cannot keep the owner away from a process that does not know yet whose call it is', async () => {
      const ingest = await open();
      ingest.registry.stall();
      ingest.registry.known.set('c1', {
        ...{ state: 'OPEN', startedAtMs: clock.nowMs() - 1_000, codec: 'L16', sampleRateHz: 8_000, channelCount: 2 },
        ...{ positionSample: 8_000, lastAudioAtMs: clock.nowMs(), nextSequence: 5 },
        startedBy: `key:${owner.stored.id}`,
        pause: null,
      });
      const thief = await start(ingest, stranger);
      const early = await start(ingest, owner);
      // "Try again later", not "is over": a source gives up after the latter.
      expect(await early.reply('error')).toMatchObject({ code: 'SERVICE_BUSY' });
      expect(await early.gone).toBe(1013);
      ingest.registry.answer();
      expect(await thief.reply('error')).toMatchObject(refusal);
      const again = await start(ingest, owner);
      await advanceUntilResumed(again);
    });
  });

  async function advanceUntilResumed(client: LcaClient): Promise<void> {
    while (client.replies.every(({ resumedAtMs }) => resumedAtMs === undefined)) {
      expect(client.replies.filter(({ type }) => type === 'error')).toEqual([]);
      await clock.advance(100);
      await nextTurn();
    }
  }

  async function advanceUntil(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    void done.then(() => (isDone = true));
    while (!isDone) {
      await clock.advance(100);
      await nextTurn();
    }
  }
});
