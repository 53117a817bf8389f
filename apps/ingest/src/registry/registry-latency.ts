import type { CallId } from '@earshot/contracts';
import type { Clock, KnownCall, StreamRegistry } from '@earshot/ports';

/** What the last answer took says nothing about now after this time. */
const RECENT_MS = 30_000;
/** A question without an answer counts for this long. After that, its server has lost it. */
const LONGEST_QUESTION_MS = 60_000;

/** Wraps the registry and measures how long its answers take, and how long it has given none. */
export class RegistryLatency implements StreamRegistry {
  /** When each question was asked that waits for its answer, in order. */
  private readonly waiting = new Set<{ readonly sinceMs: number }>();
  /** Since when every question failed. */
  private failing: { readonly sinceMs: number; lastMs: number } | null = null;
  private lastAnswer = { atMs: -Infinity, tookMs: 0 };

  constructor(
    private readonly registry: StreamRegistry,
    private readonly clock: Clock,
  ) {}

  /** How long the registry takes for an answer now, as far as is known. */
  get latencyMs(): number {
    const nowMs = this.clock.nowMs();
    for (const question of this.waiting) {
      if (nowMs - question.sinceMs <= LONGEST_QUESTION_MS) break;
      this.waiting.delete(question);
    }
    const [oldest] = this.waiting;
    const { failing, lastAnswer } = this;
    const isFailing = failing !== null && nowMs - failing.lastMs <= RECENT_MS;
    return Math.max(
      nowMs - (oldest?.sinceMs ?? nowMs),
      isFailing ? nowMs - failing.sinceMs : 0,
      nowMs - lastAnswer.atMs <= RECENT_MS ? lastAnswer.tookMs : 0,
    );
  }

  async find(callId: CallId): Promise<KnownCall | null> {
    const question = { sinceMs: this.clock.nowMs() };
    this.waiting.add(question);
    try {
      const known = await this.registry.find(callId);
      const nowMs = this.clock.nowMs();
      this.failing = null;
      this.lastAnswer = { atMs: nowMs, tookMs: nowMs - question.sinceMs };
      return known;
    } catch (error) {
      const nowMs = this.clock.nowMs();
      const isNew = this.failing === null || nowMs - this.failing.lastMs > RECENT_MS;
      this.failing = { sinceMs: isNew ? question.sinceMs : (this.failing?.sinceMs ?? nowMs), lastMs: nowMs };
      throw error;
    } finally {
      this.waiting.delete(question);
    }
  }
}
