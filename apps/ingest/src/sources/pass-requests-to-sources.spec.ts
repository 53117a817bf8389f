import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { ManualClock } from '@earshot/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { passRequestsToSources } from './pass-requests-to-sources.js';

type Hook = Parameters<Parameters<typeof passRequestsToSources>[1]['addHook']>[1];

describe('a request whose body comes byte by byte', () => {
  let http: Server;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((closed) => http.close(closed));
  });

  /** A server with one source, and a client that sends half a request to it. */
  async function sendHalf(path: string) {
    const clock = new ManualClock();
    let pass: Hook | undefined;
    http = createServer((raw, response) =>
      pass?.({ raw }, { raw: response, hijack: () => undefined }, () => raw.resume()),
    );
    const takeRequest = (request: { url?: string | undefined }) => request.url === '/source';
    passRequestsToSources(http, { addHook: (_, hook) => (pass = hook) }, { takeRequest }, clock);
    await once(http.listen(0, '127.0.0.1'), 'listening');
    const arrived = once(http, 'request');
    const socket = connect((http.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket.on('error', () => undefined));
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf`);
    await arrived;
    return { clock, socket };
  }

  it('loses its connection after half a minute', async () => {
    const { clock, socket } = await sendHalf('/health');
    const closed = once(socket, 'close');
    await clock.advance(30_000);
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it('may take its time where a source takes it', async () => {
    const { clock, socket } = await sendHalf('/source');
    await clock.advance(3_600_000);
    expect(socket.destroyed).toBe(false);
  });
});
