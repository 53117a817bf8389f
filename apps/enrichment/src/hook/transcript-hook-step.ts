import type { RedactedSegment } from '@earshot/domain/redaction';
import type { HookedText, TranscriptHook } from '@earshot/ports';
import type { EnrichedCall } from '../call/enriched-call.js';
import type { RedactionStep } from '../redaction/redaction-step.js';

/** A final after a customer's program saw it. */
export interface HookedFinal {
  /** What people read; null when the answer could not be redacted. */
  readonly segment: RedactedSegment | null;
  /** Earlier finals in which redaction hides something else now. */
  readonly corrections: readonly RedactedSegment[];
  /** What sentiment reads. It is redacted. */
  readonly sentimentText: string;
  /** The program gave no usable answer. */
  readonly isUnanswered: boolean;
}

/**
 * Lets a customer's program change the text of segments. It comes after redaction, and what the program answers is redacted
 * again.
 */
export class TranscriptHookStep {
  constructor(
    private readonly hook: TranscriptHook | null,
    private readonly redaction: RedactionStep,
  ) {}

  /** `spokenText`: what was said, which only leaves if a setting says so. Resolves with null when the partial must not be shown. Never rejects. */
  async rewritePartial(
    call: EnrichedCall,
    segment: RedactedSegment,
    spokenText: string,
  ): Promise<RedactedSegment | null> {
    const { hook } = this;
    if (hook === null || !hook.sendsPartials) return segment;
    const answer = await this.askHook(hook, call, segment, spokenText);
    if (answer === null) return hook.isOptional ? segment : null;
    return this.redaction.redactAnswer(call, segment, answer.text).segment;
  }

  /** Never rejects. */
  async rewriteFinal(call: EnrichedCall, segment: RedactedSegment, spokenText = segment.text): Promise<HookedFinal> {
    const unchanged = { segment, corrections: [], sentimentText: segment.text, isUnanswered: false };
    if (this.hook === null) return unchanged;
    const answer = await this.askHook(this.hook, call, segment, spokenText);
    if (answer === null) return { ...unchanged, isUnanswered: true };
    const { originalText } = answer;
    return {
      ...this.redaction.redactAnswer(call, segment, answer.text),
      sentimentText: originalText === undefined ? segment.text : this.redaction.redactAlone(segment, originalText),
      isUnanswered: false,
    };
  }

  private askHook(
    hook: TranscriptHook,
    { callId }: EnrichedCall,
    segment: RedactedSegment,
    spokenText: string,
  ): Promise<HookedText | null> {
    const { segmentId, role, track, startMs, endMs, isPartial } = segment;
    const text = hook.sendsUnredacted ? spokenText : segment.text;
    return hook.rewriteSegment({ callId, segmentId, role, track, startMs, endMs, isPartial, text });
  }
}
