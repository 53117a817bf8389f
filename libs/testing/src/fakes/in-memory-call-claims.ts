import type { CallClaims, Clock } from '@earshot/ports';

/** Claims of calls in this process. */
export class InMemoryCallClaims implements CallClaims {
  private readonly claims = new Map<string, { owner: string; heldUntilMs: number }>();

  constructor(private readonly clock: Clock) {}

  async claim(platformCallId: string, owner: string, durationMs: number): Promise<boolean> {
    const nowMs = this.clock.nowMs();
    const held = this.claims.get(platformCallId);
    if (held !== undefined && held.owner !== owner && held.heldUntilMs > nowMs) return false;
    this.claims.set(platformCallId, { owner, heldUntilMs: nowMs + durationMs });
    return true;
  }

  async renew(owner: string, durationMs: number): Promise<void> {
    for (const claim of this.claims.values())
      if (claim.owner === owner) claim.heldUntilMs = this.clock.nowMs() + durationMs;
  }

  async release(platformCallId: string, owner: string): Promise<void> {
    if (this.claims.get(platformCallId)?.owner === owner) this.claims.delete(platformCallId);
  }
}
