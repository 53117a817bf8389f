import type { GatewayMetrics } from '../gateway-metrics.js';
import type { GuardedRequest, RequestGuard } from '../http/request-guard.js';

export interface UpgradeRefusal {
  readonly status: number;
  readonly reason: string;
}

/** Decides whether a client may open a WebSocket, and counts the refusals. */
export class UpgradeCheck {
  constructor(
    private readonly guard: RequestGuard,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Why the upgrade is refused; null when it may go on. */
  refusalOf(request: GuardedRequest, hasRoom: boolean): UpgradeRefusal | null {
    const refusal = this.guard.checkHost(request) ?? this.guard.checkOrigin(request);
    if (refusal !== null) {
      this.metrics.countRefusal(refusal);
      return { status: 403, reason: 'Forbidden' };
    }
    if (hasRoom) return null;
    this.metrics.countRefusal('TOO_MANY_SOCKETS');
    return { status: 503, reason: 'Service Unavailable' };
  }
}
