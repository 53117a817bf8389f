import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveQuestions } from './child-process.js';
import { figureAnswers, type Addresses } from './process-figures.js';

/** The least that a WebSocket receiver can do: what ingest is held against on whatever machine this runs. */
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return;
    const { callId, callEvent } = JSON.parse(data.toString()) as { callId: string; callEvent: string };
    socket.send(JSON.stringify({ type: callEvent === 'START' ? 'started' : 'ended', callId }));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
serveQuestions({ httpUrl: `http://${address}`, ingestUrl: `ws://${address}/api/v1/ws` } satisfies Addresses, {
  ...figureAnswers(),
  stop: () => {
    sockets.close();
    server.close();
    server.closeAllConnections();
  },
});
