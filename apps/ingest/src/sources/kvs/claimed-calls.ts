import type { CallClaims, Clock, Logger } from '@earshot/ports';

export interface ClaimTools {
  /** Null: there is one process. */
  readonly claims: CallClaims | null;
  /** Names this process. */
  readonly owner: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** As long as the events of a call stay hidden from others. */
const CLAIMED_MS = 120_000;
const RENEW_MS = 40_000;

/** The calls that this process reads and no other. Without the store, each process reads what it gets: no call waits for it. */
export class ClaimedCalls {
  private renewedAtMs: number;

  constructor(private readonly tools: ClaimTools) {
    this.renewedAtMs = tools.clock.nowMs();
  }

  /** Resolves with whether this process may read the call. */
  async claim(platformCallId: string): Promise<boolean> {
    const { claims, owner, logger } = this.tools;
    if (claims === null) return true;
    try {
      return await claims.claim(platformCallId, owner, CLAIMED_MS);
    } catch (error) {
      logger.warn({ err: error }, 'nobody knows whether another process reads a call; it is read here');
      return true;
    }
  }

  /** Call it about once a second. */
  tick(): void {
    const { claims, owner, clock } = this.tools;
    if (claims === null || clock.nowMs() - this.renewedAtMs < RENEW_MS) return;
    this.renewedAtMs = clock.nowMs();
    this.attempt(claims.renew(owner, CLAIMED_MS));
  }

  release(platformCallId: string): void {
    const { claims, owner } = this.tools;
    if (claims !== null) this.attempt(claims.release(platformCallId, owner));
  }

  private attempt(answer: Promise<void>): void {
    answer.catch((error: unknown) => {
      this.tools.logger.warn({ err: error }, 'could not renew or release the claim of a call; it ends by itself');
    });
  }
}
