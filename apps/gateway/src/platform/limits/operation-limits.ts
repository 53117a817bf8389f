import type { DocumentNode, GraphQLError } from 'graphql';
import type { ClientKey } from '@earshot/hosting';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { clientError } from '../graphql/client-error.js';
import { checkOperationCost, operationCost, type OperationInput } from './check-cost.js';
import type { CostBudgets } from './cost-budgets.js';
import type { QueryCosts } from './query-costs.js';
import { QUERY_LIMITS } from './query-limits.js';

/** What a refused request costs, besides its length: parsing and validating the largest one takes some 10 ms. */
const REFUSED_REQUEST_COST = 500;

/** What a client was charged for a request that has not been read yet. */
export interface RequestCharge {
  readonly client: ClientKey;
  readonly cost: number;
}

/** Limits what one operation costs, and what all requests of a client cost in a minute. */
export class OperationLimits {
  constructor(
    private readonly costs: QueryCosts,
    private readonly budgets: CostBudgets,
    private readonly metrics: GatewayMetrics,
  ) {}

  /**
   * Charges a request before it is read, because reading one that is refused costs as well. Returns the charge, or the
   * refusal of a client that has used up its budget. `chars`: length of the request.
   */
  chargeRequest(client: ClientKey, chars: number): RequestCharge | GraphQLError {
    const cost = REFUSED_REQUEST_COST + Math.min(chars, QUERY_LIMITS.maxQueryLength);
    return this.spend(client, cost) ?? { client, cost };
  }

  /** Why the operation is refused; null when it may run. Then it costs its own cost instead of the charge. */
  refusalOf(document: DocumentNode, input: OperationInput, charge: RequestCharge): GraphQLError | null {
    const refusal =
      checkOperationCost(document, input, this.costs) ??
      this.spend(charge.client, operationCost(document, input, this.costs));
    if (refusal === null) this.budgets.refund(charge.client, charge.cost);
    return refusal;
  }

  private spend(client: ClientKey, cost: number): GraphQLError | null {
    const retryAfterMs = this.budgets.spend(client, cost);
    if (retryAfterMs === 0) return null;
    this.metrics.countRefusal('RATE_LIMITED');
    const seconds = Math.ceil(retryAfterMs / 1_000);
    return clientError('RATE_LIMITED', `This client has asked for too much. Try again in ${seconds} s.`, {
      retryAfterMs,
    });
  }
}
