import { once } from 'node:events';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { SipFramer } from '@earshot/media/siprec';
import type { Clock } from '@earshot/ports';
import { plainAddress, type SipPath, type SipPort, type SipPortEvents } from './sip-path.js';

/** A phone system holds one or a few connections. */
const MAX_CONNECTIONS = 1_000;
const MAX_CONNECTIONS_PER_ADDRESS = 100;
/** Unsent answers beyond this show a peer that does not read. */
const MAX_UNSENT_BYTES = 1_048_576;
/** A connection without a whole message for this long is half open, or its owner keeps nothing alive. Calls outlive it. */
const IDLE_MS = 600_000;
/** A connection that begins a message has this long to end it. */
const MESSAGE_MS = 30_000;
const PONG = Buffer.from('\r\n');

interface Connection {
  readonly socket: Socket;
  readonly address: string;
  readonly framer: SipFramer;
  readonly path: SipPath;
  heardAtMs: number;
  /** When the message began that is not yet whole; undefined: none is open. */
  openSinceMs: number | undefined;
}

/** Speaks SIP over TCP or, with `tls`, over TLS. Rejects when the port cannot be opened. */
export async function openStreamPort(
  host: string,
  port: number,
  events: SipPortEvents,
  clock: Pick<Clock, 'nowMs'>,
  tls?: TlsOptions,
): Promise<SipPort & { readonly server: Server }> {
  const server = tls === undefined ? createTcpServer() : createTlsServer(tls);
  const connections = new Set<Connection>();
  const sockets = new Set<Socket>();
  server.maxConnections = MAX_CONNECTIONS;
  // Before the TLS handshake: a stranger costs no key exchange.
  server.on('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? '');
    socket.on('error', () => socket.destroy());
    const refusal = findRefusal(address, sockets, events);
    if (refusal !== null) {
      events.countRefusal(refusal);
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    if (socket.destroyed) return;
    const connection = openConnection(socket, tls === undefined ? 'TCP' : 'TLS', clock.nowMs());
    connections.add(connection);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => connections.delete(connection));
    socket.on('data', (bytes) => receiveBytes(connection, bytes, events, clock.nowMs()));
  });
  server.listen(port, host);
  await once(server, 'listening');
  // A connection that could not be accepted, for example because the process has no file left. The port goes on.
  server.on('error', () => undefined);
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' ? (address?.port ?? port) : port,
    tick: (atMs) => {
      for (const connection of connections) if (isStuck(connection, atMs)) connection.socket.destroy();
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      for (const { socket } of connections) socket.destroy();
      await closed;
    },
  };
}

function findRefusal(address: string, sockets: ReadonlySet<Socket>, events: SipPortEvents) {
  if (!events.isAllowed(address)) return 'SIP_ADDRESS_NOT_ALLOWED';
  const fromThere = [...sockets].filter(({ remoteAddress }) => plainAddress(remoteAddress ?? '') === address).length;
  return fromThere < MAX_CONNECTIONS_PER_ADDRESS ? null : 'SIP_TOO_MANY_CONNECTIONS';
}

function openConnection(socket: Socket, transport: 'TCP' | 'TLS', nowMs: number): Connection {
  const address = plainAddress(socket.remoteAddress ?? '');
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  const send = (bytes: Uint8Array) => {
    if (socket.writableLength > MAX_UNSENT_BYTES) socket.destroy();
    else if (!socket.destroyed) socket.write(bytes);
  };
  const peer = { address, port: socket.remotePort ?? 0 };
  const path = { transport, isReliable: true, peer, localPort: socket.localPort ?? 0, send };
  return { socket, address, framer: new SipFramer(), path, heardAtMs: nowMs, openSinceMs: undefined };
}

function receiveBytes(connection: Connection, bytes: Uint8Array, events: SipPortEvents, nowMs: number): void {
  const { framer, path, socket } = connection;
  const read = framer.receiveBytes(bytes);
  if (!read.ok) {
    // Nobody knows where the next message begins. The peer connects again.
    events.countRefusal(read.error);
    socket.destroy();
    return;
  }
  if (read.value.length > 0) connection.heardAtMs = nowMs;
  connection.openSinceMs = framer.isEmpty ? undefined : (connection.openSinceMs ?? nowMs);
  for (const frame of read.value) {
    if (frame.kind === 'ping') path.send(PONG);
    else events.receive(frame.bytes, path);
  }
}

const isStuck = ({ heardAtMs, openSinceMs }: Connection, nowMs: number): boolean =>
  nowMs - heardAtMs > IDLE_MS || (openSinceMs !== undefined && nowMs - openSinceMs > MESSAGE_MS);
