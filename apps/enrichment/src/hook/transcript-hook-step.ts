import type { RedactedSegment } from '@earshot/domain/redaction';
import type { HookedText, TranscriptHook } from '@earshot/ports';
import type { EnrichedCall } from '../call/enriched-call.js';
import type { RedactionStep } from '../redaction/redaction-step.js';
import { findMarkedAgain, type SpokenText } from './find-marked-again.js';

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

  /** `spoken`: what was said, which only leaves if a setting says so. Resolves with null when the partial must not be shown. Never rejects. */
  async rewritePartial(
    call: EnrichedCall,
    segment: RedactedSegment,
    spoken: SpokenText,
  ): Promise<RedactedSegment | null> {
    const { hook } = this;
    // A partial without text withdraws the one before it, so it is always shown.
    if (hook === null || !hook.sendsPartials || segment.text === '') return segment;
    const answer = await this.askHook(hook, call, segment, spoken);
    if (answer === null) return hook.isOptional ? segment : null;
    return this.redactAnswer(call, segment, { spoken, text: answer.text }).segment;
  }

  /** Never rejects. */
  async rewriteFinal(call: EnrichedCall, segment: RedactedSegment, spoken: SpokenText = segment): Promise<HookedFinal> {
    const unchanged = { segment, corrections: [], sentimentText: segment.text, isUnanswered: false };
    if (this.hook === null) return unchanged;
    const answer = await this.askHook(this.hook, call, segment, spoken);
    if (answer === null) return { ...unchanged, isUnanswered: true };
    const { text, originalText } = answer;
    return {
      ...this.redactAnswer(call, segment, { spoken, text }),
      sentimentText:
        originalText === undefined
          ? segment.text
          : this.redaction.redactAlone(segment, markAgain(spoken, originalText)),
      isUnanswered: false,
    };
  }

  /** An answer that changes nothing leaves what redaction made of the words. */
  private redactAnswer(
    call: EnrichedCall,
    segment: RedactedSegment,
    { spoken, text }: { readonly spoken: SpokenText; readonly text: string },
  ) {
    const answer = text === spoken.text ? { text: segment.text } : markAgain(spoken, text);
    return this.redaction.redactAnswer(call, segment, answer);
  }

  private askHook(
    hook: TranscriptHook,
    { callId }: EnrichedCall,
    segment: RedactedSegment,
    spoken: SpokenText,
  ): Promise<HookedText | null> {
    const { segmentId, role, track, startMs, endMs, isPartial } = segment;
    const { text } = hook.sendsUnredacted ? spoken : segment;
    return hook.rewriteSegment({ callId, segmentId, role, track, startMs, endMs, isPartial, text });
  }
}

/** The details that an engine marked in what was said stay marked in what a program made of it. */
function markAgain(spoken: SpokenText, text: string): SpokenText {
  const entities = findMarkedAgain(spoken, text);
  return { text, ...(entities.length > 0 && { entities }) };
}
