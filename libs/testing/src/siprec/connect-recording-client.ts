import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { RecordingClient, SipFramer, type SipServerAddress, type SipSocket } from '@earshot/media/siprec';

export interface SipSocketOptions extends SipServerAddress {
  readonly tls?: ConnectionOptions;
}

/** A recording client on sockets of this machine. */
export const connectRecordingClient = (callId: string, options: SipSocketOptions): Promise<RecordingClient> =>
  RecordingClient.connect(callId, options, (receive) =>
    options.transport === 'UDP' ? openDatagrams(options, receive) : openStream(options, receive),
  );

async function openDatagrams(
  { host, port }: SipSocketOptions,
  receive: (bytes: Uint8Array) => void,
): Promise<SipSocket> {
  const socket = createSocket('udp4');
  socket.on('message', receive);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  return {
    localAddress: '127.0.0.1',
    localPort: socket.address().port,
    send: (bytes) => socket.send(bytes, port, host, () => undefined),
    close: () => socket.close(),
    closed,
  };
}

async function openStream(options: SipSocketOptions, receive: (bytes: Uint8Array) => void): Promise<SipSocket> {
  const { host, port, tls } = options;
  const socket: Socket = options.transport === 'TLS' ? connectTls({ host, port, ...tls }) : connectTcp({ host, port });
  await once(socket, options.transport === 'TLS' ? 'secureConnect' : 'connect');
  const framer = new SipFramer();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    const read = framer.receiveBytes(bytes);
    if (!read.ok) return void socket.destroy();
    for (const frame of read.value) if (frame.kind === 'message') receive(frame.bytes);
  });
  return {
    localAddress: '127.0.0.1',
    localPort: socket.localPort ?? 0,
    send: (bytes) => void socket.write(bytes),
    close: () => socket.destroy(),
    closed,
  };
}
