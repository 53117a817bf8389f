import type { DocumentNode, GraphQLError } from 'graphql';
import type { ClientKey } from '@earshot/hosting';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { clientError } from '../graphql/client-error.js';
import { checkOperationCost, operationCost, type OperationInput } from './check-cost.js';
import type { CostBudgets } from './cost-budgets.js';
import type { QueryCosts } from './query-costs.js';

/** Limits what one operation costs, and what all operations of a client cost in a minute. */
export class OperationLimits {
  constructor(
    private readonly costs: QueryCosts,
    private readonly budgets: CostBudgets,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Why the operation is refused; null when it may run. A refused operation costs the client nothing. */
  refusalOf(document: DocumentNode, input: OperationInput, client: ClientKey): GraphQLError | null {
    const tooCostly = checkOperationCost(document, input, this.costs);
    if (tooCostly !== null) return tooCostly;
    const retryAfterMs = this.budgets.spend(client, operationCost(document, input, this.costs));
    if (retryAfterMs === 0) return null;
    this.metrics.countRefusal('RATE_LIMITED');
    const seconds = Math.ceil(retryAfterMs / 1_000);
    return clientError('RATE_LIMITED', `This client has asked for too much. Try again in ${seconds} s.`, {
      retryAfterMs,
    });
  }
}
