import { BoundedMap } from '@earshot/domain';
import type { ClientKey } from '@earshot/hosting';
import type { Clock } from '@earshot/ports';

/** Clients whose use is remembered. When more come, the client that has not asked for longest starts anew. */
const REMEMBERED_CLIENTS = 50_000;
const MINUTE_MS = 60_000;

interface Budget {
  readonly remaining: number;
  readonly countedAtMs: number;
}

/** What each client may still spend on GraphQL. A budget holds the cost of one minute and refills steadily. */
export class CostBudgets {
  private readonly budgets = new BoundedMap<ClientKey, Budget>(REMEMBERED_CLIENTS);

  constructor(
    private readonly clock: Clock,
    private readonly costPerMinute: number,
  ) {}

  /** Takes the cost off the client's budget. Returns 0, or the milliseconds until the budget allows this cost. */
  spend(client: ClientKey, cost: number): number {
    const nowMs = this.clock.nowMs();
    const { remaining, countedAtMs } = this.budgets.get(client) ?? {
      remaining: this.costPerMinute,
      countedAtMs: nowMs,
    };
    const refill = (Math.max(0, nowMs - countedAtMs) / MINUTE_MS) * this.costPerMinute;
    const available = Math.min(this.costPerMinute, remaining + refill);
    const left = available - cost;
    this.budgets.set(client, { remaining: left >= 0 ? left : available, countedAtMs: nowMs });
    return left >= 0 ? 0 : Math.ceil((-left / this.costPerMinute) * MINUTE_MS);
  }

  /** Gives back what the client spent and did not use. */
  refund(client: ClientKey, cost: number): void {
    const budget = this.budgets.get(client);
    if (budget === undefined) return;
    this.budgets.set(client, { ...budget, remaining: Math.min(this.costPerMinute, budget.remaining + cost) });
  }
}
