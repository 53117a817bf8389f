import type { Channel, SegmentId } from '@earshot/contracts';
import { ConversationMetrics, type CallRedactor, type CategoryMatcher, type CategoryMemory } from '@earshot/domain';
import type { Sentiment } from '@earshot/ports';
import type { CategorySource } from '../categories/watched-categories.js';
import { Outbox } from './outbox.js';
import type { Past } from '../takeover/past.js';
import { SegmentRevisions } from './segment-revisions.js';

export type Redactor = Pick<CallRedactor, 'redact' | 'recall'>;
export type CreateRedactor = () => Redactor;

/** What is remembered of a final that was counted, in case more of its text has to be removed. */
export interface CountedFinal {
  readonly channel: Channel;
  readonly wordCount: number;
  readonly sentiment: Sentiment | null;
}

/** Finals that are remembered; corrections reach a minute back. */
const REMEMBERED_FINALS = 256;

/** All that is kept of one call between its segments. Everything in it is bounded, or some bytes per final. */
export class CallState {
  readonly revisions = new SegmentRevisions();
  readonly metrics = new ConversationMetrics();
  readonly outbox = new Outbox();
  redactor: Redactor;
  /** Figures that do not count the whole call are not given. */
  hasWholeFigures = true;
  private readonly counted = new Map<SegmentId, CountedFinal>();
  private readonly categoryMemory: CategoryMemory = new Map();
  private matcher: CategoryMatcher | null = null;

  constructor(
    createRedactor: CreateRedactor,
    readonly past: Past,
  ) {
    this.redactor = createRedactor();
  }

  remember(id: SegmentId, final: CountedFinal): void {
    this.counted.set(id, final);
    const [oldest] = this.counted.keys();
    if (this.counted.size > REMEMBERED_FINALS && oldest !== undefined) this.counted.delete(oldest);
  }

  remembered(id: SegmentId): CountedFinal | undefined {
    return this.counted.get(id);
  }

  /** The text of a final that was counted has another number of words now. */
  recount(id: SegmentId, wordCount: number): void {
    const before = this.counted.get(id);
    if (before === undefined) return;
    this.metrics.recountWords(before.channel, wordCount - before.wordCount);
    this.counted.set(id, { ...before, wordCount });
  }

  /** The categories in force, and what this call remembers for them; a changed file begins with an empty memory. */
  categories(source: CategorySource): { matcher: CategoryMatcher; memory: CategoryMemory } {
    const matcher = source.current();
    if (matcher !== this.matcher) this.categoryMemory.clear();
    this.matcher = matcher;
    return { matcher, memory: this.categoryMemory };
  }
}
