import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveRequests } from './child-process.js';
import { figureHandlers, type Addresses } from './process-figures.js';

/** A WebSocket receiver that does as little as possible. The bench compares ingest with it, because machines differ. */
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
serveRequests({ httpUrl: `http://${address}`, ingestUrl: `ws://${address}/api/v1/ws` } satisfies Addresses, {
  ...figureHandlers(),
  stop: () => {
    sockets.close();
    server.close();
    server.closeAllConnections();
  },
});
