import { makeServer } from 'graphql-ws';
import type { GraphQLSchema } from 'graphql';
import type { Clock, Logger } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayConfig } from '../../gateway.config.js';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { allowsIntrospection } from '../graphql/allows-introspection.js';
import type { ErrorReporter } from '../graphql/error-reporter.js';
import type { RequestGuard } from '../http/request-guard.js';
import type { QueryCosts } from '../limits/query-costs.js';
import { OperationPreparer } from './operation-preparer.js';
import { SocketSessions } from './socket-sessions.js';
import { subscriptionProtocol } from './subscription-protocol.js';
import { SubscriptionServer } from './subscription-server.js';
import { UpgradeCheck } from './upgrade-check.js';

/** Injection token of `CreateSubscriptionServer`. */
export const CREATE_SUBSCRIPTION_SERVER = Symbol('CREATE_SUBSCRIPTION_SERVER');

/** The schema exists only once the application has started, so the server is built then. */
export type CreateSubscriptionServer = (schema: GraphQLSchema) => SubscriptionServer;

export interface SubscriptionServerParts {
  readonly config: GatewayConfig;
  readonly costs: QueryCosts;
  readonly access: Access;
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
    costs,
    access,
    guard,
    errors,
    metrics,
    clock,
    logger,
  }: SubscriptionServerParts): CreateSubscriptionServer =>
  (schema) => {
    const preparer = new OperationPreparer(schema, costs, { introspection: allowsIntrospection(config) });
    const protocol = makeServer(subscriptionProtocol(schema, preparer, errors));
    const sessions = new SocketSessions(protocol, access, metrics, clock, logger);
    return new SubscriptionServer(
      new UpgradeCheck(guard, metrics),
      sessions,
      metrics,
      clock,
      config.EARSHOT_MAX_SOCKETS,
    );
  };
