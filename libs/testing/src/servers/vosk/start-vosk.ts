import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { VoskSession, type VoskFault } from './vosk-session.js';

/** The WebSocket API of vosk-server on the loopback. */
export interface VoskServer {
  readonly url: string;
  /** The streams that opened, in order. */
  readonly sessions: readonly VoskSession[];
  /** Handshakes, with those that were refused. */
  readonly handshakes: number;
  /** What clients did against the protocol. */
  readonly problems: readonly string[];
  /** Each handshake takes one fault, oldest first. */
  readonly faults: VoskFault[];
  /** Opens a stream that waits because of `slow-open`. */
  open(): void;
  dispose(): Promise<void>;
}

/** Starts the server in this process on a free port. */
export async function startVosk(): Promise<VoskServer> {
  const sessions: VoskSession[] = [];
  const problems: string[] = [];
  const connections = new Set<Duplex>();
  let waiting: () => void = () => {};
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer, fault: VoskFault | undefined) =>
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => {});
      sessions.push(new VoskSession(client, fault, (problem) => void problems.push(problem)));
    });
  server.on('upgrade', (request, socket, head) => {
    connections.add(socket);
    socket.on('error', () => {}).on('close', () => connections.delete(socket));
    running.handshakes += 1;
    const fault = running.faults.shift();
    if (fault?.kind === 'refuses') return refuse(socket, fault.status ?? 400);
    if (fault?.kind === 'slow-open') waiting = () => accept(request, socket, head, undefined);
    else accept(request, socket, head, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running: VoskServer & { handshakes: number } = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions,
    handshakes: 0,
    problems,
    faults: [],
    open: () => waiting(),
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.destroy();
      }),
  };
  return running;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}
