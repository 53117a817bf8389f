import type { CallId, ParticipantId, SegmentId } from '@earshot/contracts';
import {
  BoundedMap,
  ConversationMetrics,
  FinalSpans,
  type CategoryMatcher,
  type CategoryMemory,
} from '@earshot/domain';
import type { CallRedactor } from '@earshot/domain/redaction';
import type { Sentiment } from '@earshot/ports';
import type { TakeoverProgress } from '../takeover/takeover-progress.js';
import type { CallEventFactory } from './call-event-factory.js';
import type { CallRoles } from './call-roles.js';
import { SegmentRevisions } from './segment-revisions.js';
import { UnpublishedEvents } from './unpublished-events.js';

/** The methods of the domain's redactor that enrichment uses. */
export type Redactor = Pick<CallRedactor, 'redact' | 'recall'>;
export type CreateRedactor = () => Redactor;

/** A final that the metrics count. The call remembers it in case a correction removes more of its text. */
export interface CountedFinal {
  readonly participantId: ParticipantId;
  readonly wordCount: number;
  readonly sentiment: Sentiment | null;
}

/** Counted finals that a call remembers. Corrections reach back one minute, which never holds that many finals. */
const MAX_COUNTED_FINALS = 256;

/** The state of one call between its segments. Each part is bounded or grows by a few bytes per final. */
export class EnrichedCall {
  readonly revisions = new SegmentRevisions();
  readonly metrics = new ConversationMetrics();
  readonly unpublished = new UnpublishedEvents();
  /** The finals that count. The store refuses others that say the same audio. */
  readonly finalSpans = new FinalSpans();
  redactor: Redactor;
  /** Reads the texts as they are shown. Null without a transcript hook: then `redactor` shows what it read. */
  shownRedactor: Redactor | null = null;
  /** A problem of the call says that a final was redacted without the PII engine. */
  hasReportedUnmarked = false;
  /** A problem of the call says that the transcript hook did not answer. */
  hasReportedUnanswered = false;
  /** False when the metrics do not count the whole call; then they are not published. */
  hasCompleteMetrics = true;
  private readonly countedFinals = new BoundedMap<SegmentId, CountedFinal>(MAX_COUNTED_FINALS);
  private readonly categoryMemory: CategoryMemory = new Map();
  private matcher: CategoryMatcher | null = null;

  constructor(
    readonly events: CallEventFactory,
    createRedactor: CreateRedactor,
    readonly takeover: TakeoverProgress,
    readonly roles: CallRoles,
  ) {
    this.redactor = createRedactor();
  }

  get callId(): CallId {
    return this.events.callId;
  }

  findCountedFinal(id: SegmentId): CountedFinal | undefined {
    return this.countedFinals.get(id);
  }

  rememberCountedFinal(id: SegmentId, final: CountedFinal): void {
    this.countedFinals.set(id, final);
  }

  /** The category memory of this call. A changed categories file starts with an empty memory. */
  categoryMemoryFor(matcher: CategoryMatcher): CategoryMemory {
    if (matcher !== this.matcher) this.categoryMemory.clear();
    this.matcher = matcher;
    return this.categoryMemory;
  }
}
