import type { Clock } from '@earshot/ports';

/** Messages that a client may send at once. */
const MAX_BURST = 200;
/** Messages that a client may send each second on average. */
const MESSAGES_PER_SECOND = 50;

/** How many messages one socket may still send. Each message costs parsing, so a socket that sends too many is closed. */
export class MessageBudget {
  private remaining = MAX_BURST;
  private countedAtMs: number;

  constructor(private readonly clock: Clock) {
    this.countedAtMs = clock.nowMs();
  }

  /** Takes one message off the budget. Returns false when the budget is used up. */
  spend(): boolean {
    const nowMs = this.clock.nowMs();
    this.remaining = Math.min(MAX_BURST, this.remaining + ((nowMs - this.countedAtMs) / 1_000) * MESSAGES_PER_SECOND);
    this.countedAtMs = nowMs;
    if (this.remaining < 1) return false;
    this.remaining -= 1;
    return true;
  }
}
