import type { CallPublisher } from './call-publisher.js';

/** Limit of `transcription.requested`. Words before the oldest assignment belong to their track's implied participant. */
const MAX_REQUESTED_ASSIGNMENTS = 1_000;

export interface CompleteCallOptions {
  readonly durationMs: number;
  /** Whether later audio opens the call again. */
  readonly mayComeBack: boolean;
  /** Whether spans that were recorded and not transcribed are requested. */
  readonly requestsBackfill: boolean;
}

/**
 * Publishes that the transcript of a call is complete, unless another owner took the call. Resolves true when that is
 * saved. An owner that takes the call before the save repeats all of it.
 */
export async function completeCall(publisher: CallPublisher, options: CompleteCallOptions): Promise<boolean> {
  const { durationMs, mayComeBack, requestsBackfill } = options;
  if (!(await publisher.save())) return false;
  publisher.publishCompleted(durationMs);
  const isRecorded = publisher.publishedProgress.isRecorded !== false;
  if (requestsBackfill && isRecorded) requestUntranscribed(publisher, durationMs);
  await publisher.whenPublished();
  return publisher.save({ untranscribed: [], isCompleted: !mayComeBack });
}

/** If the same end of the call is published again, the request has the same id. */
function requestUntranscribed(publisher: CallPublisher, durationMs: number): void {
  const { untranscribed, assignments, tracks, requestedEngine, script, language } = publisher.publishedProgress;
  const id = `untranscribed-${Math.round(durationMs)}`;
  // Only the end of the call came here: all of its audio may be recorded.
  if (tracks.length === 0 && durationMs > 0) {
    const spans = [{ track: 0, fromMs: 0, toMs: durationMs }];
    publisher.requestTranscription(id, { spans, coversEveryTrack: true, assignments: [], isAutomatic: true });
  } else if (untranscribed.length > 0) {
    const isNeeded = (track: number) => untranscribed.some((span) => span.track === track);
    publisher.requestTranscription(id, {
      spans: [...untranscribed],
      assignments: assignments.filter(({ track }) => isNeeded(track)).slice(-MAX_REQUESTED_ASSIGNMENTS),
      isAutomatic: true,
      requestedEngine,
      language,
      script,
    });
  }
}
