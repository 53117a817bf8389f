import type { IncomingMessage } from 'node:http';
import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Clock, Logger } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { ClientSocket } from './client-socket.js';
import type { SocketExtra } from './subscription-protocol.js';

/** Runs the GraphQL protocol on each open WebSocket, until it closes. */
export class SocketSessions {
  constructor(
    private readonly protocol: Server<SocketExtra>,
    private readonly access: Access,
    private readonly metrics: GatewayMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  startSession(socket: WebSocket, request: IncomingMessage): void {
    const { logger } = this;
    // The library itself closes the socket, with the right code, after a message that is too large or malformed.
    socket.on('error', (error) => logger.debug({ err: error }, 'socket failed'));
    const client = new ClientSocket(socket, this.metrics, this.clock, logger);
    const endSession = this.protocol.opened(client, {
      viewer: this.access.viewerOf(request),
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
