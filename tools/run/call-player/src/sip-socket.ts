import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { SipFramer, type OpenSipSocket, type SipServerAddress, type SipSocket } from '@earshot/media/siprec';

/** Opens a UDP socket that exchanges datagrams with one peer alone. Rejects when the host is not known. */
export async function openDatagramSocket(host: string, port: number): Promise<DatagramSocket> {
  const socket = createSocket('udp4');
  try {
    socket.connect(port, host);
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/**
 * Opens the socket of a SIP phone system to a server. `onLost`: the server is no longer there. Rejects when no connection comes about
 * within `withinMs`.
 */
export const sipSocketTo =
  (server: SipServerAddress, withinMs: number, onLost: () => void): OpenSipSocket =>
  async (receive) =>
    server.transport === 'UDP'
      ? openDatagrams(server, receive, onLost)
      : receiveStream(await openStream(server, withinMs), receive, onLost);

async function openDatagrams(
  { host, port }: SipServerAddress,
  receive: (bytes: Uint8Array) => void,
  onLost: () => void,
): Promise<SipSocket> {
  const socket = await openDatagramSocket(host, port);
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  socket.on('message', receive);
  // The host says that nothing listens at the port.
  socket.on('error', onLost);
  const { address: localAddress, port: localPort } = socket.address();
  return {
    localAddress,
    localPort,
    send: (bytes) => socket.send(bytes, () => undefined),
    close: () => socket.close(),
    closed,
  };
}

async function openStream({ host, port, transport }: SipServerAddress, withinMs: number): Promise<Socket> {
  const isTls = transport === 'TLS';
  const socket = isTls ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(withinMs) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function receiveStream(socket: Socket, receive: (bytes: Uint8Array) => void, onLost: () => void): SipSocket {
  const framer = new SipFramer();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void closed.then(onLost);
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    const read = framer.receiveBytes(bytes);
    if (!read.ok) return void socket.destroy();
    for (const frame of read.value) if (frame.kind === 'message') receive(frame.bytes);
  });
  return {
    localAddress: socket.localAddress ?? '',
    localPort: socket.localPort ?? 0,
    send: (bytes) => void socket.write(bytes),
    close: () => socket.destroy(),
    closed,
  };
}
