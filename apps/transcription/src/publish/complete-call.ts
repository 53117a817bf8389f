import type { CallContext } from '../ownership/call-context.js';

/**
 * Everything of the call is published: says so, unless another owner has taken it, and asks for recorded audio that
 * nobody heard. Resolves whether that is saved; who takes the call over before then does the same again.
 */
export async function completeCall(
  call: CallContext,
  durationMs: number,
  outcome: 'completed' | 'idle',
): Promise<boolean> {
  const { out, progress, settings } = call;
  if (!(await progress.whenSaved())) return false;
  out.transcript('transcript.completed', { durationMs });
  const { unheard } = progress.current;
  if (settings.autoBackfill && unheard.length > 0) {
    // The same id where it is asked again for the same end of the call.
    out.requestTranscription(`unheard-${Math.round(durationMs)}`, { spans: [...unheard], isAutomatic: true });
  }
  await out.idle();
  progress.change({ unheard: [], isCompleted: outcome === 'completed' });
  return progress.whenSaved();
}
