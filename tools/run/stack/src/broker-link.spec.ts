import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '@earshot/testing';
import { openBrokerLink, type RunningLink } from './broker-link.js';

describe('openBrokerLink', () => {
  let echo: Server;
  let link: RunningLink;
  let port: number;
  const clients: Socket[] = [];
  const open = () => {
    const client = connect(port, '127.0.0.1').on('error', () => {});
    clients.push(client);
    return client;
  };
  /** Without `once` of `node:events`, which would reject: a reset emits an error before the close. */
  const waitForClose = (client: Socket) => new Promise((resolve) => client.once('close', resolve));
  const answer = async (client: Socket, text: string) => {
    client.write(text);
    return String((await once(client, 'data'))[0]);
  };
  beforeEach(async () => {
    const [linkPort = 0, echoPort = 0] = await freePorts(2);
    port = linkPort;
    echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(echoPort, '127.0.0.1', () => resolve()));
    link = await openBrokerLink(linkPort, echoPort);
  });
  afterEach(async () => {
    clients.splice(0).forEach((client) => client.destroy());
    await link.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  it('resets connections when cut, refuses new ones, and works again when restored', async () => {
    const before = open();
    expect(await answer(before, 'one')).toBe('one');
    const closed = waitForClose(before);
    link.cut();
    await closed;
    await waitForClose(open());
    link.restore();
    expect(await answer(open(), 'two')).toBe('two');
  });

  it('holds data back while stalled and delivers it on the same connection afterwards', async () => {
    const client = open();
    expect(await answer(client, 'one')).toBe('one');
    link.stall();
    const received: string[] = [];
    client.on('data', (chunk) => received.push(String(chunk)));
    client.write('two');
    const late = open();
    late.write('three');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(received).toEqual([]);
    const [lateAnswer] = [once(late, 'data'), link.restore()];
    expect(String((await lateAnswer)[0])).toBe('three');
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(received.join('')).toBe('two');
  });
});
