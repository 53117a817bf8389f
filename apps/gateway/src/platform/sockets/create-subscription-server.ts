import { makeServer } from 'graphql-ws';
import type { GraphQLSchema } from 'graphql';
import type { WebSocket } from 'ws';
import type { ClientKeys, RequestGate } from '@earshot/hosting';
import type { Authenticator, Clock, Logger } from '@earshot/ports';
import type { ViewerAudits } from '../../audit/viewer-audit.js';
import type { GatewayConfig } from '../../gateway.config.js';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { allowsIntrospection } from '../graphql/allows-introspection.js';
import type { ErrorReporter } from '../graphql/error-reporter.js';
import type { RequestGuard } from '../http/request-guard.js';
import type { OperationLimits } from '../limits/operation-limits.js';
import { ClientSocket } from './client-socket.js';
import { OperationPreparer } from './operation-preparer.js';
import { SocketPlaces } from './socket-places.js';
import { SocketSessions } from './socket-sessions.js';
import { subscriptionProtocol } from './subscription-protocol.js';
import { SubscriptionServer } from './subscription-server.js';
import { UnsentBytes } from './unsent-bytes.js';
import { UpgradeCheck } from './upgrade-check.js';

/** Injection token of `CreateSubscriptionServer`. */
export const CREATE_SUBSCRIPTION_SERVER = Symbol('CREATE_SUBSCRIPTION_SERVER');

/** The schema exists only once the application has started, so the server is built then. */
export type CreateSubscriptionServer = (schema: GraphQLSchema) => SubscriptionServer;

export interface SubscriptionServerParts {
  readonly config: GatewayConfig;
  readonly limits: OperationLimits;
  readonly clients: ClientKeys;
  readonly authenticator: Authenticator;
  readonly gate: RequestGate;
  readonly audits: ViewerAudits;
  readonly guard: RequestGuard;
  readonly errors: ErrorReporter;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Builds the WebSocket server and everything that only it uses. */
export const subscriptionServerFactory =
  ({
    config,
    limits,
    clients,
    authenticator,
    gate,
    audits,
    guard,
    errors,
    metrics,
    clock,
    logger,
  }: SubscriptionServerParts): CreateSubscriptionServer =>
  (schema) => {
    const preparer = new OperationPreparer(schema, limits, { introspection: allowsIntrospection(config) });
    const protocol = makeServer(subscriptionProtocol(schema, preparer, errors));
    const unsent = new UnsentBytes(
      { perSocket: config.EARSHOT_SOCKET_UNSENT_BYTES, inTotal: config.EARSHOT_UNSENT_BYTES },
      (bytes) => metrics.setUnsentBytes(bytes),
    );
    const createClient = (socket: WebSocket) => new ClientSocket(socket, unsent, metrics, clock, logger);
    const sessions = new SocketSessions(protocol, authenticator, audits, createClient, logger);
    const places = new SocketPlaces({
      maxSockets: config.EARSHOT_MAX_SOCKETS,
      maxPerClient: config.EARSHOT_MAX_SOCKETS_PER_CLIENT,
    });
    const upgradeCheck = new UpgradeCheck({ gate, guard, places, clients, authenticator, metrics });
    return new SubscriptionServer(upgradeCheck, sessions, metrics, clock, logger);
  };
