import type { CallPublisher } from './call-publisher.js';

export interface CompleteCallOptions {
  readonly durationMs: number;
  /** Audio that comes after all opens the call again. */
  readonly mayComeBack: boolean;
  /** Whether spans that were recorded and not transcribed are requested. */
  readonly requestsBackfill: boolean;
}

/**
 * Publishes that the transcript of a call is complete, unless another owner took the call. Resolves true when that is
 * saved. An owner that takes the call over before does the same again.
 */
export async function completeCall(publisher: CallPublisher, options: CompleteCallOptions): Promise<boolean> {
  const { durationMs, mayComeBack, requestsBackfill } = options;
  if (!(await publisher.save())) return false;
  publisher.publishCompleted(durationMs);
  const untranscribed = publisher.publishedProgress.unheard;
  if (requestsBackfill && untranscribed.length > 0) {
    // The same id when the same end of the call is published again.
    publisher.requestTranscription(`unheard-${Math.round(durationMs)}`, {
      spans: [...untranscribed],
      isAutomatic: true,
    });
  }
  await publisher.whenPublished();
  return publisher.save({ unheard: [], isCompleted: !mayComeBack });
}
