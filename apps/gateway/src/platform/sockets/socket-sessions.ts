import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Authenticator, Logger } from '@earshot/ports';
import type { ViewerAudits } from '../../audit/viewer-audit.js';
import type { ClientSocket } from './client-socket.js';
import type { SocketExtra } from './subscription-protocol.js';
import type { AdmittedClient } from './upgrade-check.js';

export type CreateClientSocket = (socket: WebSocket) => ClientSocket;

/** Runs the GraphQL protocol on each open WebSocket, until it closes or its principal ends. */
export class SocketSessions {
  constructor(
    private readonly protocol: Server<SocketExtra>,
    private readonly authenticator: Authenticator,
    private readonly audits: ViewerAudits,
    private readonly createClient: CreateClientSocket,
    private readonly logger: Logger,
  ) {}

  startSession(socket: WebSocket, { principal, key, address }: AdmittedClient): void {
    const { logger } = this;
    // The library itself closes the socket, with the right code, after a message that is too large or malformed.
    socket.on('error', (error) => logger.debug({ err: error }, 'socket failed'));
    const client = this.createClient(socket);
    const endSession = this.protocol.opened(client, {
      viewer: principal,
      audit: this.audits.auditOf(principal, address),
      client: key,
      backlog: client,
      send: (text) => client.send(text),
      pending: new Map(),
      closed: new Promise((resolve) => socket.once('close', () => resolve())),
    });
    const stopWatching = this.authenticator.watch(principal, () => client.closeAsUnauthenticated());
    socket.once('close', (code, reason) => {
      stopWatching();
      endSession(code, String(reason)).catch((error: unknown) =>
        logger.error({ err: error }, 'could not clean up after a closed socket'),
      );
    });
  }
}
