import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SipPath, SipPort } from './sip-path.js';
import { openUdpPort } from './udp-port.js';

const hello = Buffer.from('hello');

describe('the UDP port of SIP', () => {
  let port: SipPort | undefined;
  let peer: Socket | undefined;
  afterEach(async () => {
    await port?.close();
    peer?.close();
    port = peer = undefined;
  });

  /** The path to a peer that has sent something. */
  async function openPath(): Promise<SipPath> {
    let receive = (_: SipPath) => {};
    const received = new Promise<SipPath>((resolve) => (receive = resolve));
    port = await openUdpPort('127.0.0.1', 0, { receive: (_, path) => receive(path) });
    peer = createSocket('udp4');
    peer.send(hello, port.port, '127.0.0.1');
    return received;
  }

  it.each([0, 65_536, 99_999])(
    'sends nothing to port %d, which a peer may name and which does not exist',
    async (to) => {
      const path = await openPath();
      expect(() => path.send(hello, to)).not.toThrow();
      path.send(hello);
      expect((await once(peer as Socket, 'message'))[0]).toEqual(hello);
    },
  );

  it('sends nothing after it is closed: a request of a drained process may still be repeated', async () => {
    const path = await openPath();
    await port?.close();
    port = undefined;
    expect(() => path.send(hello)).not.toThrow();
  });
});
