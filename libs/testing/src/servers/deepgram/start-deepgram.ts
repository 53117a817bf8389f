import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { ListenSession, type DeepgramFault } from './listen-session.js';

/** The live API of Deepgram on the loopback. */
export interface DeepgramServer {
  readonly url: string;
  /** The streams that opened, in order. */
  readonly sessions: readonly ListenSession[];
  /** Handshakes, with those that were refused. */
  readonly handshakes: number;
  /** What clients did against the protocol. */
  readonly problems: readonly string[];
  /** Each handshake takes one fault, oldest first. */
  readonly faults: DeepgramFault[];
  /** The key that the server expects. */
  key: string;
  /** Opens a stream that waits because of `slow-open`. */
  open(): void;
  dispose(): Promise<void>;
}

/** A key that is no secret. */
export const fakeDeepgramKey = 'fake-deepgram-key-for-tests';

/** Starts the server in this process on a free port. */
export async function startDeepgram(): Promise<DeepgramServer> {
  const sessions: ListenSession[] = [];
  const problems: string[] = [];
  const connections = new Set<Duplex>();
  let waiting: () => void = () => {};
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer, fault: DeepgramFault | undefined) =>
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => {});
      const { searchParams } = new URL(request.url ?? '', 'ws://localhost');
      const report = (problem: string) => void problems.push(problem);
      sessions.push(new ListenSession(searchParams, request.headers.authorization, client, fault, report));
    });
  server.on('upgrade', (request, socket, head) => {
    connections.add(socket);
    socket.on('error', () => {}).on('close', () => connections.delete(socket));
    running.handshakes += 1;
    const { pathname } = new URL(request.url ?? '', 'ws://localhost');
    if (pathname !== '/v1/listen') return refuse(socket, 404);
    if (request.headers.authorization !== `Token ${running.key}`) return refuse(socket, 401);
    const fault = running.faults.shift();
    if (fault?.kind === 'refuses') return refuse(socket, fault.status ?? 400, fault.headers);
    if (fault?.kind === 'slow-open') waiting = () => accept(request, socket, head, undefined);
    else accept(request, socket, head, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running: DeepgramServer & { handshakes: number } = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/listen`,
    sessions,
    handshakes: 0,
    problems,
    faults: [],
    key: fakeDeepgramKey,
    open: () => waiting(),
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.destroy();
      }),
  };
  return running;
}

function refuse(socket: Duplex, status: number, headers: Readonly<Record<string, string>> = {}): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\nconnection: close\r\n${lines.join('')}\r\n`);
}
