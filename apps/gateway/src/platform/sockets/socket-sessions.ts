import type { IncomingMessage } from 'node:http';
import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { ClientKeys } from '@earshot/hosting';
import type { Logger } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { ClientSocket } from './client-socket.js';
import type { SocketExtra } from './subscription-protocol.js';

export type CreateClientSocket = (socket: WebSocket) => ClientSocket;

/** Runs the GraphQL protocol on each open WebSocket, until it closes. */
export class SocketSessions {
  constructor(
    private readonly protocol: Server<SocketExtra>,
    private readonly access: Access,
    private readonly clients: ClientKeys,
    private readonly createClient: CreateClientSocket,
    private readonly logger: Logger,
  ) {}

  startSession(socket: WebSocket, request: IncomingMessage): void {
    const { logger } = this;
    // The library itself closes the socket, with the right code, after a message that is too large or malformed.
    socket.on('error', (error) => logger.debug({ err: error }, 'socket failed'));
    const client = this.createClient(socket);
    const endSession = this.protocol.opened(client, {
      viewer: this.access.viewerOf(request),
      client: this.clients.keyOf(request),
      backlog: client,
      send: (text) => client.send(text),
      pending: new Map(),
      closed: new Promise((resolve) => socket.once('close', () => resolve())),
    });
    socket.once('close', (code, reason) => {
      endSession(code, String(reason)).catch((error: unknown) =>
        logger.error({ err: error }, 'could not clean up after a closed socket'),
      );
    });
  }
}
