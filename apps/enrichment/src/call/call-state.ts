import type { SegmentId } from '@earshot/contracts';
import { CallRedactor, ConversationMetrics, type CategoryMatcher, type CategoryMemory } from '@earshot/domain';
import type { Sentiment } from '@earshot/ports';
import type { CategorySource } from '../categories/watched-categories.js';
import { Outbox } from './outbox.js';
import { SegmentRevisions } from './segment-revisions.js';

export type CreateRedactor = () => Pick<CallRedactor, 'redact'>;

/** Finals whose sentiment is kept, in case more of their text has to be removed; corrections reach a minute back. */
const KEPT_SENTIMENTS = 256;
/** A call first heard of later than this had a beginning that this process did not hear. */
const BEGINNING_MS = 30_000;

/** All that is kept of one call between its segments. Everything in it is bounded, or some bytes per final. */
export class CallState {
  readonly revisions = new SegmentRevisions();
  readonly metrics = new ConversationMetrics();
  readonly outbox = new Outbox();
  redactor: Pick<CallRedactor, 'redact'>;
  private readonly sentiments = new Map<SegmentId, Sentiment>();
  private readonly categoryMemory: CategoryMemory = new Map();
  private matcher: CategoryMatcher | null = null;
  private isWhole: boolean | null = null;

  constructor(createRedactor: CreateRedactor) {
    this.redactor = createRedactor();
  }

  /**
   * Something happened at this moment of the call. The first time decides whether the call was heard from its beginning;
   * where it was not (another process had it before), figures over the whole call cannot be known here.
   */
  heardAt(atMs: number): void {
    this.isWhole ??= atMs <= BEGINNING_MS;
  }

  get isHeardFromBeginning(): boolean {
    return this.isWhole !== false;
  }

  keepSentiment(id: SegmentId, sentiment: Sentiment): void {
    this.sentiments.set(id, sentiment);
    const [oldest] = this.sentiments.keys();
    if (this.sentiments.size > KEPT_SENTIMENTS && oldest !== undefined) this.sentiments.delete(oldest);
  }

  sentimentOf(id: SegmentId): Sentiment | undefined {
    return this.sentiments.get(id);
  }

  /** The categories in force, and what this call remembers for them; a changed file begins with an empty memory. */
  categories(source: CategorySource): { matcher: CategoryMatcher; memory: CategoryMemory } {
    const matcher = source.current();
    if (matcher !== this.matcher) this.categoryMemory.clear();
    this.matcher = matcher;
    return { matcher, memory: this.categoryMemory };
  }
}
