import { z } from 'zod';
import type { HookedSegment, HookedText, TranscriptHook } from '@earshot/ports';
import type { GuardedProgram } from './guarded-program.js';

/** The longest text of a segment (`segment.enriched`). */
const MAX_TEXT_CHARS = 20_000;
const text = z.string().max(MAX_TEXT_CHARS);

/** LCA's transcript hook answers with the segment that it got, with other texts. */
const answerSchema = z.object({ Transcript: text, OriginalTranscript: text.optional() });

export interface TranscriptHookOptions {
  readonly sendsPartials: boolean;
  readonly sendsUnredacted: boolean;
  /** False when what the program did not see must wait. */
  readonly isOptional: boolean;
}

/** Asks a customer's program in the form of LCA's transcript hook. */
export class CustomerTranscriptHook implements TranscriptHook {
  readonly sendsPartials: boolean;
  readonly sendsUnredacted: boolean;
  readonly isOptional: boolean;

  constructor(
    private readonly program: GuardedProgram,
    { sendsPartials, sendsUnredacted, isOptional }: TranscriptHookOptions,
  ) {
    this.sendsPartials = sendsPartials;
    this.sendsUnredacted = sendsUnredacted;
    this.isOptional = isOptional;
  }

  rewriteSegment(segment: HookedSegment): Promise<HookedText | null> {
    // A partial that waits is soon replaced by the next one.
    const holdMs = segment.isPartial ? 0 : undefined;
    return this.program.ask(toQuestion(segment), (answer) => readAnswer(answer, segment.text), holdMs);
  }
}

/** LCA's normalised segment. Source: LCA, `normalize_transcript_segments` of the call event processor. */
const toQuestion = ({ callId, segmentId, role, startMs, endMs, text: Transcript, isPartial }: HookedSegment) => ({
  CallId: callId,
  Channel: role === 'CUSTOMER' ? 'CALLER' : role,
  SegmentId: segmentId,
  StartTime: startMs / 1_000,
  EndTime: endMs / 1_000,
  Transcript,
  OriginalTranscript: Transcript,
  IsPartial: isPartial,
  Status: 'TRANSCRIBING',
});

/** An empty answer changes nothing. Throws for one that is no segment. */
function readAnswer(answer: unknown, sent: string): HookedText {
  if (answer === null) return { text: sent };
  const { Transcript, OriginalTranscript } = answerSchema.parse(answer);
  return { text: Transcript, ...(OriginalTranscript !== undefined && { originalText: OriginalTranscript }) };
}
