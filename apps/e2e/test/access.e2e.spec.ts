import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { accessTools, ownSources, readArguments, runAccessCommand } from '@earshot/access-tool';
import { playCall } from '@earshot/call-player';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { EARSHOT_PATH, mediaSources } from '@earshot/ingest';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger } from '@earshot/testing';
import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import WebSocket from 'ws';
import { testAudio } from './support/audio.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const executablePath = findChromium();
if (executablePath === undefined) console.log('one browser test skipped: no Chromium on this machine');
const CALL = 'a-call-of-the-phones';
const READ_CALL = `{ call(id: "${CALL}") { id status } calls(first: 10) { nodes { id } } }`;

describe('Earshot that asks for keys', () => {
  let earshot: TestEarshot;
  let stores: PostgresStores;
  const keys: Record<'supervisor' | 'otherAgent' | 'admin' | 'phones' | 'stranger', string> = {
    supervisor: '--role supervisor',
    otherAgent: '--role agent --agent nobody',
    admin: '--role admin',
    phones: '--source lca',
    stranger: '--source lca --source earshot',
  };

  /** What `npm run access` prints last. */
  async function runAccess(line: string): Promise<string> {
    let last = '';
    const print = (text: string): void => void (last = text);
    const tools = accessTools(stores, { clock: systemClock, pageUrl: 'http://localhost:4000', print });
    await runAccessCommand(readArguments(line.split(' ')), tools);
    return last;
  }
  const headersOf = (key?: string): Record<string, string> =>
    key === undefined ? {} : { authorization: `Bearer ${key}` };
  const get = (path: string, key?: string) => fetch(`${earshot.httpUrl}${path}`, { headers: headersOf(key) });
  const query = async (text: string, key?: string) => {
    const response = await fetch(earshot.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(key) },
      body: JSON.stringify({ query: text }),
    });
    return {
      status: response.status,
      body: (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] },
    };
  };
  const toSocketUrl = (url: string): string => url.replace(/^http/, 'ws');
  const pathOf = (base: string, path: string): string => new URL(path, base).href;

  /** 101, or the status with which the handshake is refused. */
  async function openSocket(url: string, key?: string): Promise<{ status: number; socket: WebSocket }> {
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers: headersOf(key) });
    socket.on('error', () => undefined);
    const status = await Promise.race([
      once(socket, 'open').then(() => 101),
      once(socket, 'unexpected-response').then(([, response]) => (response as IncomingMessage).statusCode ?? 0),
    ]);
    if (status !== 101) socket.terminate();
    return { status, socket };
  }

  beforeAll(async () => {
    earshot = await startTestEarshot({ EARSHOT_AUTH: 'local' });
    const url = (await findEmbeddedPostgres(earshot.dataDir)) ?? '';
    stores = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
    for (const name of Object.keys(keys) as (keyof typeof keys)[])
      keys[name] = await runAccess(`create-key ${keys[name]}`);
  });
  afterAll(async () => {
    await stores?.close();
    await earshot?.close();
  });

  it('answers 401 everywhere to somebody without a key, and serves probes and the page', async () => {
    const ingestUrl = earshot.ingestUrl.replace(/^ws/, 'http');
    for (const [base, path] of [
      [earshot.httpUrl, '/graphql'],
      [earshot.httpUrl, `/recordings/${CALL}.wav`],
      [earshot.httpUrl, '/metrics'],
      [ingestUrl, '/metrics'],
    ] as const) {
      const response = await fetch(pathOf(base, path));
      expect([path, response.status, response.headers.get('www-authenticate')]).toEqual([path, 401, 'Bearer']);
    }
    expect(await query(READ_CALL)).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    for (const url of [toSocketUrl(earshot.graphqlUrl), earshot.ingestUrl, pathOf(earshot.ingestUrl, EARSHOT_PATH)])
      expect([url, (await openSocket(url)).status]).toEqual([url, 401]);
    for (const path of ['/health/live', '/health/ready']) expect((await get(path)).status).toBe(200);
  });

  it('lets a source send a call, which a supervisor reads and nobody else', async () => {
    const audio = testAudio(2_000);
    const url = earshot.ingestUrl;
    await expect(playCall({ audio, url, callId: CALL, speed: 'max' })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    });
    await playCall({ audio, url, callId: CALL, speed: 'max', key: keys.phones });
    while (((await query(READ_CALL, keys.supervisor)).body.data as { call: unknown } | undefined)?.call == null)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const seen = { call: { id: CALL }, calls: { nodes: [{ id: CALL }] } };
    expect((await query(READ_CALL, keys.supervisor)).body.data).toMatchObject(seen);
    expect((await query(READ_CALL, keys.admin)).body.data).toMatchObject(seen);
    const nothing = { call: null, calls: { nodes: [] } };
    expect((await query(READ_CALL, keys.otherAgent)).body.data).toEqual(nothing);
    expect((await query(READ_CALL, keys.phones)).body.data).toEqual(nothing);
    const recording = (key: string) => get(`/recordings/${CALL}.wav`, key).then(({ status }) => status);
    expect([await recording(keys.supervisor), await recording(keys.otherAgent), await recording(keys.phones)]).toEqual([
      200, 404, 404,
    ]);
    expect([(await get('/metrics', keys.admin)).status, (await get('/metrics', keys.supervisor)).status]).toEqual([
      200, 403,
    ]);
  });

  it('refuses a reader as a source, and a source on the path of another one', async () => {
    const open = async (path: string, key: string) => (await openSocket(pathOf(earshot.ingestUrl, path), key)).status;
    expect(await open('/api/v1/ws', keys.supervisor)).toBe(403);
    expect(await open(EARSHOT_PATH, keys.phones)).toBe(403);
  });

  it('keeps a live call to its source: a stranger can neither continue nor end it', async () => {
    const start = (key: string) => openSocket(earshot.ingestUrl, key);
    const send = (socket: WebSocket, callEvent: 'START' | 'END') =>
      socket.send(JSON.stringify({ callEvent, callId: 'live-call', samplingRate: 8_000 }));
    const replyOf = async (socket: WebSocket): Promise<unknown> =>
      JSON.parse(String(((await once(socket, 'message')) as [Buffer])[0]));
    const { socket: owner } = await start(keys.phones);
    send(owner, 'START');
    expect(await replyOf(owner)).toMatchObject({ type: 'started' });
    // The registry may still be asked whose call it is, and then both may try again.
    const live = `{ call(id: "live-call") { status } }`;
    while (((await query(live, keys.admin)).body.data as { call: unknown } | undefined)?.call == null)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const { socket: stranger } = await start(keys.stranger);
    send(stranger, 'START');
    send(stranger, 'END');
    expect(await replyOf(stranger)).toMatchObject({ type: 'error', code: 'CALL_ALREADY_ENDED' });
    expect((await query(live, keys.admin)).body.data).toEqual({ call: { status: 'LIVE' } });
    send(owner, 'END');
    expect(await replyOf(owner)).toMatchObject({ type: 'ended' });
  });

  it('ends a key within seconds after it is revoked, also on its open sockets', async () => {
    const { socket } = await openSocket(toSocketUrl(earshot.graphqlUrl), keys.supervisor);
    const { socket: sending } = await openSocket(earshot.ingestUrl, keys.stranger);
    const ends = [once(socket, 'close'), once(sending, 'close')];
    for (const key of [keys.supervisor, keys.stranger]) await runAccess(`revoke-key ${key.split('_')[1]}`);
    expect((await Promise.all(ends)).map(([code]) => code as number)).toEqual([4401, 1008]);
    expect((await query(READ_CALL, keys.supervisor)).status).toBe(401);
    expect((await openSocket(earshot.ingestUrl, keys.stranger)).status).toBe(401);
  });

  (executablePath === undefined ? it.skip : it)('shows the sign-in in place of every page, and no call', async () => {
    const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
    try {
      const page = await browser.newPage();
      for (const path of ['/', `/calls/${CALL}`]) {
        await page.goto(`${earshot.httpUrl}${path}`);
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
        expect(await page.locator('body').innerText()).not.toMatch(/cannot be reached|connection lost|connecting/i);
      }
    } finally {
      await browser.close();
    }
  });

  it('names the sources that ingest has when a key is for none of them', async () => {
    expect([...ownSources]).toEqual(Object.keys(mediaSources));
    expect(await runAccess('create-key --source fax')).toMatch(/^ek_/);
  });

  it('keeps a key for npm run call that only its user can read, and no secret in the log', async () => {
    expect((await stat(join(earshot.dataDir, 'call.key'))).mode & 0o777).toBe(0o600);
    expect((await openSocket(earshot.ingestUrl, earshot.callKey)).status).toBe(101);
    const log = JSON.stringify(earshot.log.lines);
    for (const key of [...Object.values(keys), earshot.callKey ?? '']) expect(log).not.toContain(key.slice(12));
  });
});
