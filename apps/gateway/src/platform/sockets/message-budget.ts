import type { Clock } from '@earshot/ports';

/** Messages a client may send in one go, and each second on average. */
const BURST = 200;
const PER_SECOND = 50;

/** What one socket may still send: each message costs us parsing, so a socket that floods us is closed. */
export class MessageBudget {
  private left = BURST;
  private countedAtMs: number;

  constructor(private readonly clock: Clock) {
    this.countedAtMs = clock.nowMs();
  }

  /** Takes one message off the budget; false when it is used up. */
  spend(): boolean {
    const nowMs = this.clock.nowMs();
    this.left = Math.min(BURST, this.left + ((nowMs - this.countedAtMs) / 1_000) * PER_SECOND);
    this.countedAtMs = nowMs;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
